// SPDX-License-Identifier: Apache-2.0
// Devices that a management station defines, changes and removes, and the lock of the configuration.
#include "master/device_trials.hpp"

#include <gmock/gmock.h>

#include "appliance.hpp"
#include "control/codec.hpp"

namespace drs::test {
namespace {

using control::Edits;
using control::Kind;
using model::DeviceState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ADeviceOfAStation : public testing::Test, public Appliance {
protected:
    using Refusal = std::pair<Kind, std::size_t>;

    static control::DeviceChange local(const std::string& name, const std::filesystem::path& path) {
        control::DeviceChange change;
        change.name = name;
        change.kind = model::DeviceKind::local;
        change.path = path;
        return change;
    }
    control::PutDevice fresh(std::uint32_t index, const std::string& name = "nightly") const { return {index, local(name, store()), true, true}; }
    control::PutDevice nowhere(std::uint32_t index) const { return {index, local("nightly", directory.path() / "nowhere"), true, true}; }
    static control::PutDevice change(std::uint32_t index, control::DeviceChange change) { return {index, std::move(change), false, true}; }
    static control::DeviceChange path(const std::filesystem::path& path) {
        control::DeviceChange change;
        change.path = path;
        return change;
    }

    control::Undo ask(const Edits& edits) {
        service->check(edits);
        auto undo = service->apply(edits, caller);
        service->commence(edits, caller);
        return undo;
    }
    Refusal refused(const Edits& edits) {
        try {
            (void)service->apply(edits, caller);
        } catch (const control::EditRefusal& refusal) {
            return {refusal.kind(), refusal.edit()};
        }
        ADD_FAILURE() << "it is not refused";
        return {};
    }
    const control::DeviceRow* saved(std::uint32_t index) { return row(&control::Snapshot::devices, index); }
    const control::DeviceRow* candidate(std::uint32_t index) { return row(&control::Snapshot::device_candidates, index); }
    void make(std::uint32_t index, const std::string& name = "nightly") {
        ask({fresh(index, name)});
        until([&] { return saved(index) != nullptr; });
    }
    void fail(std::uint32_t index) {
        ask({nowhere(index)});
        until([&] { return candidate(index)->state != DeviceState::validating; });
    }
    std::uint32_t lock() { return feed.take()->configuration_lock; }
    std::string file() const { return text_in(settings.paths.device_file()); }
    void use(const std::string& device) {
        register_files("UCM", "TFTP");
        start_local();
        model::Schedule schedule;
        schedule.name = "night";
        schedule.device = device;
        schedule.features = {"UCM"};
        schedule.start = "2026/11/20-02:00";
        schedule.frequency = model::Frequency::daily;
        service->add_schedule(schedule, caller);
    }

private:
    const control::DeviceRow* row(std::vector<control::DeviceRow> control::Snapshot::*list, std::uint32_t index) {
        seen_ = feed.take();
        for (const auto& each : seen_.get()->*list)
            if (each.index == index) return &each;
        return nullptr;
    }
    std::shared_ptr<const control::Snapshot> seen_;
};

TEST_F(ADeviceOfAStation, IsTriedAtFirstAndSavedWhenItHasPassed) {
    ask({fresh(1)});
    EXPECT_EQ(candidate(1)->state, DeviceState::validating);
    EXPECT_THAT(file(), Not(HasSubstr("nightly")));
    until([&] { return saved(1) != nullptr; });
    EXPECT_EQ(saved(1)->state, DeviceState::ready);
    EXPECT_EQ(candidate(1), nullptr);
    EXPECT_THAT(file(), HasSubstr("nightly"));
}

TEST_F(ADeviceOfAStation, ThatHasFailedStaysAndTellsWhy) {
    fail(1);
    EXPECT_EQ(candidate(1)->state, DeviceState::failed);
    EXPECT_THAT(candidate(1)->state_text, HasSubstr("device nightly is not saved: "));
    EXPECT_THAT(file(), Not(HasSubstr("nightly")));
}

TEST_F(ADeviceOfAStation, ThatHasFailedIsMendedAndTriedAgain) {
    fail(1);
    ask({control::PutDevice{1, path(store()), false, false}});
    EXPECT_EQ(candidate(1)->state, DeviceState::failed);
    EXPECT_EQ(candidate(1)->path, store());
    ask({control::PutDevice{1, {}, false, true}});
    until([&] { return saved(1) != nullptr; });
}

TEST_F(ADeviceOfAStation, ThatHasFailedIsRemoved) {
    fail(1);
    ask({control::RemoveDevice{1}});
    EXPECT_EQ(candidate(1), nullptr);
}

TEST_F(ADeviceOfAStation, IsNotChangedWhileItIsTried) {
    ask({fresh(1)});
    EXPECT_EQ(refused({change(1, path("/elsewhere"))}), Refusal(Kind::busy, 0));
    EXPECT_EQ(refused({fresh(1, "other")}), Refusal(Kind::busy, 0));
}

TEST_F(ADeviceOfAStation, ThatIsRemovedWhileItIsTriedIsNotSaved) {
    ask({fresh(1)});
    ask({control::RemoveDevice{1}});
    EXPECT_EQ(candidate(1), nullptr);
    make(2);  // may take the name
    EXPECT_EQ(saved(1), nullptr);
}

TEST_F(ADeviceOfAStation, KeepsItsIndexFromOthersWhileItIsTried) {
    ask({fresh(1)});
    device();
    until([&] { return saved(1) != nullptr && saved(2) != nullptr; });
    EXPECT_EQ(saved(2)->name, "store");
}

TEST_F(ADeviceOfAStation, FailsWhenItsNameIsTakenMeanwhile) {
    const Edits edits{fresh(1, "store")};
    (void)service->apply(edits, caller);
    device();  // by the command line
    service->commence(edits, caller);
    until([&] { return candidate(1)->state == DeviceState::failed; });
    EXPECT_THAT(candidate(1)->state_text, HasSubstr("device store exists already"));
    EXPECT_EQ(saved(2)->name, "store");
}

TEST_F(ADeviceOfAStation, HasANameThatNoOtherHasOrTries) {
    device();
    EXPECT_EQ(refused({fresh(2, "store")}), Refusal(Kind::bad_value, 0));
    EXPECT_EQ(refused({fresh(2), fresh(3)}), Refusal(Kind::bad_value, 0));
    ask({fresh(2)});
    EXPECT_EQ(refused({fresh(3)}), Refusal(Kind::bad_value, 0));
}

TEST_F(ADeviceOfAStation, IsRefusedWhenTenAreThereOrTried) {
    for (std::uint32_t index = 1; index <= 9; ++index) make(index, "device" + std::to_string(index));
    ask({fresh(10, "tenth")});
    EXPECT_EQ(refused({fresh(11, "eleventh")}), Refusal(Kind::limit, 0));
    ask({control::RemoveDevice{1}, fresh(11, "eleventh")});
}

TEST_F(ADeviceOfAStation, TakesTheNextIndexOrOneShortlyAfterIt) {
    EXPECT_EQ(refused({fresh(0)}), Refusal(Kind::bad_value, 0));
    EXPECT_EQ(refused({fresh(17)}), Refusal(Kind::bad_value, 0));
    make(16);
    EXPECT_EQ(feed.take()->next_device_index, 17u);
    EXPECT_EQ(refused({fresh(3, "other")}), Refusal(Kind::bad_value, 0));
}

TEST_F(ADeviceOfAStation, StaysAsItWasUntilItsChangeHasPassed) {
    make(1);
    std::filesystem::create_directories(directory.path() / "second");
    ask({change(1, path(directory.path() / "second"))});
    EXPECT_EQ(saved(1)->state, DeviceState::validating);
    EXPECT_EQ(saved(1)->path, store());
    until([&] { return saved(1)->state != DeviceState::validating; });
    EXPECT_EQ(saved(1)->path, directory.path() / "second");
    EXPECT_EQ(saved(1)->state, DeviceState::ready);
}

TEST_F(ADeviceOfAStation, StaysAsItWasWhenItsChangeHasFailed) {
    make(1);
    ask({change(1, path(directory.path() / "nowhere"))});
    until([&] { return saved(1)->state != DeviceState::validating; });
    EXPECT_EQ(saved(1)->path, store());
    EXPECT_EQ(saved(1)->state, DeviceState::ready);
    EXPECT_THAT(saved(1)->state_text, HasSubstr("the change of device nightly is not saved: "));
}

TEST_F(ADeviceOfAStation, KeepsAnotherNumberOfSetsAtOnce) {
    make(1);
    control::DeviceChange more;
    more.keep_sets = 5;
    auto undo = ask({change(1, more)});
    EXPECT_EQ(saved(1)->keep_sets, 5u);
    EXPECT_EQ(saved(1)->state, DeviceState::ready);
    undo();
    EXPECT_EQ(saved(1)->keep_sets, 2u);
}

TEST_F(ADeviceOfAStation, CannotBecomeAnotherOne) {
    make(1);
    control::DeviceChange renamed;
    renamed.name = "weekly";
    EXPECT_EQ(refused({change(1, renamed)}), Refusal(Kind::in_use, 0));
}

TEST_F(ADeviceOfAStation, ThatAScheduleUsesGoesOnlyWithTheSchedule) {
    make(1);
    use("nightly");
    EXPECT_EQ(refused({control::RemoveDevice{1}}), Refusal(Kind::in_use, 0));
    ask({control::RemoveDevice{1}, control::RemoveSchedule{2}});
    EXPECT_THAT(feed.take()->devices, IsEmpty());
    EXPECT_EQ(feed.take()->schedules.size(), 1u);
}

TEST_F(ADeviceOfAStation, ComesBackWithItsStateAndPasswordWhenItsRemovalIsUndone) {
    make(1);
    const auto before = file();
    const Edits edits{control::RemoveDevice{1}};
    auto undo = service->apply(edits, caller);
    EXPECT_EQ(saved(1), nullptr);
    undo();
    EXPECT_EQ(file(), before);
    EXPECT_EQ(saved(1)->state, DeviceState::ready);
}

TEST_F(ADeviceOfAStation, IsNotTriedWhenItsMakingIsUndone) {
    auto undo = service->apply({fresh(1)}, caller);
    undo();
    EXPECT_THAT(feed.take()->device_candidates, IsEmpty());
}

TEST_F(ADeviceOfAStation, WhoseRequestNeverCameToItsEndIsActivatedLater) {
    (void)service->apply({fresh(1)}, caller);
    EXPECT_EQ(candidate(1)->state, DeviceState::unknown);
    ask({control::PutDevice{1, {}, false, true}});
    until([&] { return saved(1) != nullptr; });
}

TEST_F(ADeviceOfAStation, IsNotSavedWhenTheMasterStopsWhileItIsTried) {
    ask({fresh(1)});
    wait(service->stop());
    EXPECT_THAT(file(), Not(HasSubstr("nightly")));
}

TEST_F(ADeviceOfAStation, OnAServerIsRefusedForAWrongPasswordAndTakenWithARightOne) {
    const Sshd sshd;
    control::DeviceChange there;
    there.name = "server";
    there.kind = model::DeviceKind::network;
    there.server = "127.0.0.1";
    there.port = sshd.port();
    there.path = sshd.store();
    there.user = sshd.device().user;
    there.password = std::make_shared<const model::Secret>("no such password");
    ask({control::PutDevice{1, there, true, true}});
    until([&] { return candidate(1)->state != DeviceState::validating; });
    EXPECT_EQ(candidate(1)->state, DeviceState::refused);
    EXPECT_THAT(control::encode(control::Answer(feed.take())), Not(HasSubstr("no such password")));
}

class TheConfigurationLock : public ADeviceOfAStation {};

TEST_F(TheConfigurationLock, LetsARequestForAnotherStateDoNothing) {
    EXPECT_EQ(refused({fresh(1), control::TestLock{lock() ^ 1}}), Refusal(Kind::mismatch, 1));
    EXPECT_THAT(feed.take()->device_candidates, IsEmpty());
}

TEST_F(TheConfigurationLock, IsOneHigherAfterARequestHoweverMuchItChanges) {
    make(1);
    make(2, "other");
    const auto before = lock();
    ask({control::TestLock{before}, control::RemoveDevice{1}, control::RemoveDevice{2}});
    EXPECT_EQ(lock(), master::ConfigurationLock::after(before));
    ask({control::TestLock{lock()}});
    EXPECT_EQ(lock(), master::ConfigurationLock::after(master::ConfigurationLock::after(before)));
}

TEST_F(TheConfigurationLock, ChangesWithWhatTheCommandLineChanges) {
    const auto before = lock();
    device();
    EXPECT_NE(lock(), before);
    const auto then = lock();
    service->remove_device("store", caller);
    EXPECT_NE(lock(), then);
}

TEST_F(TheConfigurationLock, IsAsItWasAfterAnUndo) {
    make(1);
    const auto before = lock();
    ask({control::TestLock{before}, control::RemoveDevice{1}})();
    EXPECT_EQ(lock(), before);
}

TEST_F(TheConfigurationLock, BeginsAgainBehindTheHighestNumber) { EXPECT_EQ(master::ConfigurationLock::after(2147483647), 0u); }

}  // namespace
}  // namespace drs::test
