// SPDX-License-Identifier: Apache-2.0
// What an operator may do with schedules, and what the system does to them.
#include <gmock/gmock.h>

#include "appliance.hpp"

namespace drs::test {
namespace {

using alarms::AlarmId;
using control::Kind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ASchedule : public testing::Test, public Appliance {
protected:
    ASchedule() {
        register_files("UCM", "TFTP");
        register_files("CUC", "MAIL");
        start_local();
        device();
    }
    static model::Schedule nightly(const std::string& name = "nightly") {
        model::Schedule schedule;
        schedule.name = name;
        schedule.device = "store";
        schedule.features = {"UCM"};
        schedule.start = "2026/11/20-02:00";
        schedule.frequency = model::Frequency::daily;
        schedule.zone = "UTC";
        return schedule;
    }
    control::ScheduleRow add(model::Schedule schedule = nightly()) { return service->add_schedule(std::move(schedule), caller); }
    std::vector<std::string> enable(const std::string& name, bool on = true) { return service->enable_schedules({name}, on, caller); }
    control::ScheduleRow row(const std::string& name) const {
        for (const auto& each : service->snapshot()->schedules)
            if (each.schedule.name == name) return each;
        throw std::runtime_error("no schedule " + name);
    }
    Refused refused(model::Schedule schedule) {
        return refusal_of([&] { return add(std::move(schedule)); });
    }
    Refused refused_change(const std::string& name, control::ScheduleChange change) {
        return refusal_of([&] { return service->change_schedule(name, std::move(change), caller); });
    }
};

TEST_F(ASchedule, BeginsDisabled) {
    auto wanted = nightly();
    wanted.enabled = true;
    EXPECT_FALSE(add(wanted).schedule.enabled);
    EXPECT_FALSE(row("nightly").next_run);
}

TEST_F(ASchedule, KnowsItsNextRunWhileItIsEnabled) {
    add();
    EXPECT_THAT(enable("nightly"), ElementsAre("nightly"));
    EXPECT_EQ(row("nightly").next_run, model::TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 11 / 20) + std::chrono::hours(2)));
    EXPECT_EQ(service->snapshot()->next_run_schedule, "nightly");
    enable("nightly", false);
    EXPECT_FALSE(row("nightly").next_run);
    EXPECT_THAT(database->tasks(), IsEmpty());
}

TEST_F(ASchedule, IsTheSameAfterARestart) {
    add();
    enable("nightly");
    const master::ScheduleRegistry again(settings.paths.schedule_file(), "2026/11/18", {settings.node, clock, *alarms, trace});
    EXPECT_TRUE(again.find("nightly").enabled);
    EXPECT_EQ(again.find("nightly").zone, "UTC");
}

TEST_F(ASchedule, OfTheNameDefaultIsThereFromTheBeginning) {
    const auto schedule = row("default").schedule;
    EXPECT_FALSE(schedule.enabled);
    EXPECT_EQ(model::weekday_words(schedule.weekdays, " "), "TUE WED THU FRI SAT");
}

TEST_F(ASchedule, OfTheNameDefaultIsNeitherRenamedNorDeleted) {
    control::ScheduleChange change;
    change.name = "other";
    EXPECT_EQ(refused_change("default", change).kind, Kind::not_permitted);
    EXPECT_EQ(refusal_of([&] { return service->remove_schedules({"default"}, caller); }).kind, Kind::not_permitted);
    add();
    EXPECT_THAT(service->remove_schedules({"*"}, caller), ElementsAre("nightly"));
    EXPECT_EQ(service->snapshot()->schedules.size(), 1u);
}

TEST_F(ASchedule, IsNotEnabledBeforeItHasADeviceAndAFeature) {
    EXPECT_THAT(refusal_of([&] { return enable("default"); }).sentence, HasSubstr("default has no backup device"));
    control::ScheduleChange change;
    change.device = "store";
    service->change_schedule("default", change, caller);
    EXPECT_THAT(refusal_of([&] { return enable("default"); }).sentence, HasSubstr("default has no feature"));
    change.features = {"UCM"};
    service->change_schedule("default", change, caller);
    EXPECT_THAT(enable("default"), ElementsAre("default"));
}

TEST_F(ASchedule, IsRefusedWithWhatIsWrongWithIt) {
    const auto with = [](auto change) {
        auto schedule = nightly();
        change(schedule);
        return schedule;
    };
    EXPECT_THAT(refused(with([](auto& s) { s.name = "a/b"; })).sentence, HasSubstr("schedule name has `/` in it"));
    EXPECT_THAT(refused(with([](auto& s) { s.device = "nowhere"; })).sentence, HasSubstr("no backup device named `nowhere`"));
    EXPECT_THAT(refused(with([](auto& s) { s.features = {"BAT"}; })).sentence, HasSubstr("feature BAT is not registered"));
    EXPECT_THAT(refused(with([](auto& s) { s.features = {}; })).sentence, HasSubstr("has no feature"));
    EXPECT_THAT(refused(with([](auto& s) { s.start = "2026/02/30-02:00"; })).sentence, HasSubstr("no start date"));
    EXPECT_THAT(refused(with([](auto& s) { s.zone = "Atlantis/Center"; })).sentence, HasSubstr("Atlantis/Center"));
    EXPECT_THAT(refused(with([](auto& s) { s.randomise = std::chrono::hours(13); })).sentence, HasSubstr("720"));
    add();
    EXPECT_THAT(refused(nightly()).sentence, HasSubstr("exists already"));
    EXPECT_EQ(service->snapshot()->schedules.size(), 2u);
}

TEST_F(ASchedule, IsNotTheEleventh) {
    for (int i = 1; i < 10; ++i) add(nightly("nightly " + std::to_string(i)));
    const auto refusal = refused(nightly("one more"));
    EXPECT_EQ(refusal.kind, Kind::limit);
    EXPECT_THAT(refusal.sentence, HasSubstr("there are 10 schedules already"));
}

TEST_F(ASchedule, ThatIsWeeklyRunsOnTheWeekdayOfItsStartUnlessOthersAreChosen) {
    auto weekly = nightly();
    weekly.frequency = model::Frequency::weekly;
    EXPECT_EQ(model::weekday_words(add(weekly).schedule.weekdays, " "), "FRI");
}

TEST_F(ASchedule, ThatWouldNeverRunIsNotEnabled) {
    auto past = nightly();
    past.frequency = model::Frequency::once;
    past.start = "2026/01/01-02:00";
    add(past);
    EXPECT_THAT(refusal_of([&] { return enable("nightly"); }).sentence, HasSubstr("would never run"));
    EXPECT_FALSE(row("nightly").schedule.enabled);
}

TEST_F(ASchedule, OfAStationIsWeeklyOnTheWeekdayOfItsStartToo) {
    auto weekly = nightly();
    weekly.index = service->snapshot()->next_schedule_index;
    weekly.frequency = model::Frequency::weekly;
    service->apply({control::PutSchedule{weekly, true}}, caller);
    EXPECT_EQ(model::weekday_words(row("nightly").schedule.weekdays, " "), "FRI");
}

TEST_F(ASchedule, ExchangesItsNameWithAnotherOneInOneRequest) {
    auto one = add(nightly("one")).schedule, two = add(nightly("two")).schedule;
    std::swap(one.name, two.name);
    EXPECT_EQ(refusal_of([&] { service->apply({control::PutSchedule{one}}, caller); }).kind, Kind::bad_value);
    service->apply({control::PutSchedule{one}, control::PutSchedule{two}}, caller);
    EXPECT_EQ(row("two").schedule.index, one.index);
    EXPECT_EQ(row("one").schedule.index, two.index);
}

TEST_F(ASchedule, TakesTheNameOfOneThatGoesInTheSameRequest) {
    auto one = add(nightly("one")).schedule;
    const auto two = add(nightly("two")).schedule;
    one.name = "two";
    service->apply({control::PutSchedule{one}, control::RemoveSchedule{two.index}}, caller);
    EXPECT_EQ(row("two").schedule.index, one.index);
}

TEST_F(ASchedule, IsSwitchedWithOthersOrNotAtAll) {
    add(nightly("one"));
    add(nightly("two"));
    EXPECT_THAT(service->enable_schedules({"one", "two"}, true, caller), ElementsAre("one", "two"));
    EXPECT_EQ(refusal_of([&] { return service->enable_schedules({"one", "three"}, false, caller); }).kind, Kind::not_found);
    EXPECT_TRUE(row("one").schedule.enabled);
}

TEST_F(ASchedule, KeepsItsDeviceFromBeingDeleted) {
    add();
    const auto refusal = refusal_of([&] { return service->remove_device("store", caller); });
    EXPECT_EQ(refusal.kind, Kind::in_use);
    EXPECT_THAT(refusal.sentence, HasSubstr("used by schedule nightly"));
    EXPECT_THAT(service->remove_device("*", caller), IsEmpty());
    EXPECT_EQ(service->snapshot()->devices.at(0).used_by, "nightly");
    service->remove_schedules({"nightly"}, caller);
    EXPECT_THAT(service->remove_device("*", caller), ElementsAre("store"));
}

TEST_F(ASchedule, LosesAFeatureThatIsRegisteredNoMore) {
    auto both = nightly();
    both.features = {"UCM", "CUC"};
    add(both);
    enable("nightly");
    stop_local();
    std::filesystem::remove(settings.paths.components() / "CUCMAIL.xml");
    start_local();
    until([&] { return !nodes.feature_is_known("CUC"); });
    EXPECT_THAT(row("nightly").schedule.features, ElementsAre("UCM"));
    EXPECT_TRUE(row("nightly").schedule.enabled);
    EXPECT_THAT(raised(), testing::IsSupersetOf({AlarmId::component_deregistered, AlarmId::scheduler_updated}));
}

TEST_F(ASchedule, WithoutAnyFeatureLeftIsDisabled) {
    auto mail = nightly();
    mail.features = {"CUC"};
    add(mail);
    enable("nightly");
    stop_local();
    std::filesystem::remove(settings.paths.components() / "CUCMAIL.xml");
    start_local();
    until([&] { return !nodes.feature_is_known("CUC"); });
    EXPECT_FALSE(row("nightly").schedule.enabled);
    EXPECT_THAT(raised(), testing::Contains(AlarmId::scheduler_disabled));
    EXPECT_THAT(database->tasks(), IsEmpty());
}

TEST_F(ASchedule, ComesBackWithARestore) {
    write_text(settings.paths.components() / "PLATFORM.xml",
               "<component feature=\"UCM\" name=\"PLATFORM\"><files><path>" + settings.paths.schedule_file().string() + "</path></files></component>");
    stop_local();
    start_local();
    until([&] { return nodes.find("node1")->components.size() == 3; });
    add();
    enable("nightly");
    const auto file = text_in(settings.paths.schedule_file());
    const auto set = backup({"UCM"}).set;
    service->remove_schedules({"*"}, caller);
    ended(start_restore(*set).job);
    EXPECT_EQ(text_in(settings.paths.schedule_file()), file);
    EXPECT_TRUE(row("nightly").schedule.enabled);
    EXPECT_TRUE(row("nightly").next_run);
    EXPECT_EQ(database->tasks().size(), 1u);
}

TEST_F(ASchedule, HasTheTaskOfItsPresentDefinitionWhateverACrashHasLeft) {
    add();
    enable("nightly");
    const auto right = database->tasks();
    database->plan_task({right[0].schedule, "weekly, cut short", clock.now()});
    database->plan_task({77, "of no schedule", clock.now()});
    service->recover();
    ASSERT_EQ(database->tasks().size(), 1u);
    EXPECT_EQ(database->tasks()[0].plan, right[0].plan);
    EXPECT_EQ(database->tasks()[0].due, right[0].due);
}

}  // namespace
}  // namespace drs::test
