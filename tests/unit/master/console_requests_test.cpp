// SPDX-License-Identifier: Apache-2.0
// What a management station asks for that changes nothing: sets listed anew, a test alarm, the active alarms once more.
#include <gmock/gmock.h>

#include "appliance.hpp"

namespace drs::test {
namespace {

using alarms::AlarmId;
using control::SetListState;
using testing::ElementsAre;

struct AConsole : testing::Test, Appliance {
    void ask(const control::Edits& edits) {
        service->check(edits);
        (void)service->apply(edits, caller);
        service->commence(edits, caller);
    }
    control::SetListRow list() const { return feed.take()->set_lists.at(0); }
    void wait_for(SetListState state) {
        until([&] { return list().state == state; });
    }
    std::vector<std::uint32_t> indexes() const {
        std::vector<std::uint32_t> all;
        const auto row = list();
        for (const auto& each : *row.sets) all.push_back(each.index);
        return all;
    }
    std::vector<alarms::Record> active_again() const {
        std::vector<alarms::Record> found;
        for (auto& record : spool->after(0, 1000))
            if (record.state == alarms::State::active) found.push_back(record);
        return found;
    }
};

TEST_F(AConsole, SeesNoSetsOfADeviceThatWasNotAsked) {
    device();
    EXPECT_EQ(list().state, SetListState::none);
    EXPECT_EQ(list().device_index, 1u);
    EXPECT_EQ(list().time, std::nullopt);
}

TEST_F(AConsole, SeesTheSetsAfterABackup) {
    register_files("UCM", "TFTP");
    start_local();
    device();
    const auto job = backup({"UCM"});
    wait_for(SetListState::known);
    ASSERT_EQ(list().sets->size(), 1u);
    const auto [index, set] = list().sets->front();
    EXPECT_EQ(index, 1u);
    EXPECT_EQ(set.id, job.set);
    EXPECT_EQ(set.complete, true);
    EXPECT_EQ(list().count, 1u);
}

TEST_F(AConsole, KnowsASetByTheSameIndexAsLongAsItIsThere) {
    register_files("UCM", "TFTP");
    start_local();
    device();
    for (int i = 0; i < 3; ++i) backup({"UCM"});
    until([&] { return indexes() == std::vector<std::uint32_t>{2, 3}; });
    wait(service->sets(chosen(), caller));
    EXPECT_THAT(indexes(), ElementsAre(2, 3));
}

TEST_F(AConsole, MayAskForTheSetsAnew) {
    device();
    ask({control::RefreshSets{1}});
    EXPECT_EQ(list().state, SetListState::reading);
    wait_for(SetListState::known);
    EXPECT_EQ(list().time, clock.time);
}

TEST_F(AConsole, LearnsWhyADeviceCouldNotBeAsked) {
    device();
    wait(service->sets(chosen(), caller));
    std::filesystem::remove_all(store());
    ask({control::RefreshSets{1}});
    wait_for(SetListState::failed);
    EXPECT_THAT(list().reason, testing::HasSubstr(store().string()));
    EXPECT_EQ(list().time, clock.time);
}

TEST_F(AConsole, MaySendATestOfAnyAlarm) {
    ask({control::SendTestAlarm{0}, control::SendTestAlarm{17}});
    EXPECT_THAT(raised(), ElementsAre(AlarmId::test_alarm, AlarmId::sftp_failure));
    EXPECT_TRUE(spool->after(0, 1).front().test);
    for (const std::uint32_t number : {60u, 65536u + 17u})
        EXPECT_EQ(refusal_of([&] { ask({control::SendTestAlarm{number}}); return 0; }).kind, control::Kind::bad_value);
}

TEST_F(AConsole, MayHaveTheActiveAlarmsToldOnceMore) {
    alarms->raise(AlarmId::sftp_failure, {.reason = "no space", .device = "store"});
    alarms->raise(AlarmId::no_backup_taken, {.reason = "none"});
    ask({control::ResyncAlarms{}});
    const auto again = active_again();
    ASSERT_EQ(again.size(), 2u);
    EXPECT_EQ(again[0].id, AlarmId::sftp_failure);
    EXPECT_EQ(again[0].detail.reason, "no space");
    EXPECT_EQ(again[1].sequence, 4u);
}

TEST_F(AConsole, MustWaitWhileTheActiveAlarmsAreBeingToldOnceMore) {
    spool->set_position("snmp:noc", 0);
    alarms->raise(AlarmId::sftp_failure, {.reason = "no space", .device = "store"});
    const auto refusal = [&] { return refusal_of([&] { ask({control::ResyncAlarms{}}); return 0; }); };
    EXPECT_EQ(refusal().sentence, "");
    EXPECT_EQ(refusal().kind, control::Kind::busy);
    spool->set_position("snmp:noc", spool->last_sequence());
    EXPECT_EQ(refusal().sentence, "");
    clock.time += std::chrono::minutes(1);
    EXPECT_EQ(refusal().sentence, "");
    EXPECT_EQ(active_again().size(), 3u);
}

}  // namespace
}  // namespace drs::test
