// SPDX-License-Identifier: Apache-2.0
// Scheduled runs on an appliance whose clock the test turns.
#include <gmock/gmock.h>

#include "appliance.hpp"

namespace drs::test {
namespace {

using alarms::AlarmId;
using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;

class AScheduler : public testing::Test, public Appliance {
protected:
    AScheduler() {
        register_files("UCM", "TFTP");
        start_local();
        device();
        clock.time = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20) + 1h;
    }
    void add(const std::string& name, const std::function<void(model::Schedule&)>& change = [](auto&) {}) {
        model::Schedule schedule;
        schedule.name = name;
        schedule.device = "store";
        schedule.features = {"UCM"};
        schedule.start = "2026/11/20-02:00";
        schedule.frequency = model::Frequency::daily;
        schedule.zone = "UTC";
        change(schedule);
        service->add_schedule(schedule, caller);
        service->enable_schedules({name}, true, caller);
    }
    std::vector<control::HistoryRow> backups() const { return feed.take()->backups; }
    void await_backups(std::size_t count) {
        until([&] { return backups().size() == count && feed.take()->state == model::SystemState::idle; });
    }
    control::ScheduleRow row(const std::string& name) const {
        for (const auto& each : feed.take()->schedules)
            if (each.schedule.name == name) return each;
        throw std::runtime_error("no schedule " + name);
    }
};

TEST_F(AScheduler, StartsARunWhenItIsDue) {
    add("nightly");
    start_scheduler();
    tick(61min);
    await_backups(1);
    const auto job = backups()[0].job;
    EXPECT_EQ(job.result, model::Result::success) << job.reason;
    EXPECT_EQ(job.trigger, model::Trigger::scheduled);
    EXPECT_EQ(job.schedule, "nightly");
    EXPECT_EQ(row("nightly").last_result, model::Result::success);
    EXPECT_EQ(row("nightly").next_run, model::TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) + 2h));
}

TEST_F(AScheduler, DoesNotRepeatARunBecauseTheClockIsSetBack) {
    add("nightly");
    start_scheduler();
    tick(61min);
    await_backups(1);
    tick(-45min);
    tick(50min);
    tick(23h);
    EXPECT_EQ(backups().size(), 1u);
    tick(1h);
    await_backups(2);
}

TEST_F(AScheduler, MakesUpOnceForRunsThatWereMissed) {
    add("nightly");
    const auto tasks = database->tasks();
    clock.time += 73h;  // the Master was not there
    start_scheduler();
    await_backups(1);
    EXPECT_EQ(row("nightly").missed_runs, 3u);
    EXPECT_THAT(raised(), Contains(AlarmId::no_backup_taken));
}

TEST_F(AScheduler, StartsADueRunWhenTheRunningJobHasEnded) {
    Gate gate(data());
    register_script("CUC", "MAIL", gate.script());
    stop_local();
    start_local();
    until([&] { return nodes.feature_is_known("CUC"); });
    add("first", [](auto& s) { s.features = {"CUC"}; });
    add("second");
    start_scheduler();
    tick(61min);
    until([&] { return gate.reached(); });
    service->look_at_schedules();
    until([&] { return testing::Matches(Contains(AlarmId::backup_in_progress))(raised()); });
    gate.open();
    await_backups(2);
    EXPECT_EQ(backups()[0].job.schedule, "first");
    EXPECT_EQ(backups()[1].job.schedule, "second");
}

TEST_F(AScheduler, ShowsARunThatCouldNotBeginAsFailed) {
    add("nightly");
    devices->remove("store");
    start_scheduler();
    tick(61min);
    await_backups(1);
    EXPECT_EQ(backups()[0].job.result, model::Result::error);
    EXPECT_THAT(backups()[0].job.reason, HasSubstr("the backup of schedule nightly could not begin: there is no backup device named `store`"));
    EXPECT_EQ(row("nightly").last_result, model::Result::error);
    EXPECT_THAT(raised(), Contains(AlarmId::backup_failure));
}

TEST_F(AScheduler, TellsThatThereIsNoGoodBackup) {
    start_scheduler();
    tick(1ms);
    until([&] { return database->installed_since("15.0.1", clock.now()) <= clock.now(); });
    tick(8 * 24h);
    until([&] { return testing::Matches(Contains(AlarmId::no_backup_taken))(raised()); });
}

}  // namespace
}  // namespace drs::test
