// SPDX-License-Identifier: Apache-2.0
#include "alarms/alarms.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <optional>

#include "alarms/app_id.hpp"
#include "scratch.hpp"

using namespace drs::alarms;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

namespace {

/// `number/state/device` of each record there is.
std::vector<std::string> told(const Spool& spool) {
    static const char* const states[] = {"", "raised", "cleared", "event"};
    std::vector<std::string> all;
    for (const auto& record : spool.after(0, 1000))
        all.push_back(std::string(entry(record.id).name.substr(8)) + " " + states[static_cast<int>(record.state)] + " " + record.detail.device);
    return all;
}

struct AnAlarm : testing::Test {
    ScratchDirectory scratch;
    FixedClock clock;
    drs::trace::Trace trace{{.directory = scratch.path / "trace", .prefix = "drfMA"}};
    std::optional<Spool> spool{std::in_place, scratch.path / "spool"};
    std::optional<Alarms> alarms{std::in_place, *spool, identity(1), clock, trace};

    static Alarms::Identity identity(std::uint32_t epoch) { return {"Cisco DRF Master", "StandAloneCluster", "pub", epoch}; }
    void restart() {
        alarms.reset();
        spool.reset();
        spool.emplace(scratch.path / "spool");
        alarms.emplace(*spool, identity(2), clock, trace);
    }
    /// As the last thing that a killed process has told.
    void write_by_hand(Record record) {
        record.app_id = "Cisco DRF Master";
        spool->append(std::move(record));
    }
    std::string traced() const {
        EXPECT_TRUE(trace.flush(std::chrono::seconds(20)));
        std::ifstream file(scratch.path / "trace/drfMA00000001.log");
        return {std::istreambuf_iterator<char>(file), {}};
    }
};

}  // namespace

TEST_F(AnAlarm, CarriesWhoWhenAndWhat) {
    alarms->raise(AlarmId::sftp_failure, {.reason = "refused", .node = "sub1", .device = "nightly", .job = 12});
    const auto record = spool->after(0, 1).at(0);
    EXPECT_EQ(record.app_id, "Cisco DRF Master");
    EXPECT_EQ(record.cluster, "StandAloneCluster");
    EXPECT_EQ(record.reporting_node, "pub");
    EXPECT_EQ(record.boot_epoch, 1u);
    EXPECT_EQ(record.time, clock.time);
    EXPECT_EQ(record.detail.job, 12u);
    EXPECT_EQ(alarms->last_sequence(), 1u);
}

TEST_F(AnAlarm, IsNotRepeatedWhileItIsActive) {
    for (const char* reason : {"first", "second"}) alarms->raise(AlarmId::sftp_failure, {.reason = reason, .device = "nightly"});
    alarms->raise(AlarmId::sftp_failure, {.device = "weekly"});
    EXPECT_THAT(told(*spool), ElementsAre("SftpFailure raised nightly", "SftpFailure raised weekly"));
}

TEST_F(AnAlarm, IsToldEachTimeWhenItIsAnEvent) {
    for (int i = 0; i < 2; ++i) alarms->raise(AlarmId::backup_in_progress, {});
    EXPECT_THAT(told(*spool), ElementsAre("BackupInProgress event ", "BackupInProgress event "));
}

TEST_F(AnAlarm, IsClearedOnceAndOnlyWhenActive) {
    alarms->clear(AlarmId::la2ma_failure, {.node = "sub1"});
    alarms->raise(AlarmId::la2ma_failure, {.node = "sub1"});
    alarms->clear(AlarmId::la2ma_failure, {.node = "sub2"});
    for (int i = 0; i < 2; ++i) alarms->clear(AlarmId::la2ma_failure, {.node = "sub1"});
    EXPECT_THAT(told(*spool), ElementsAre("LA2MAFailure raised ", "LA2MAFailure cleared "));
}

TEST_F(AnAlarm, OfADeviceEndsWithTheNextGoodBackupToIt) {
    for (const char* device : {"nightly", "weekly"}) alarms->raise(AlarmId::sftp_failure, {.device = device});
    alarms->raise(AlarmId::no_backup_taken, {});
    alarms->raise(AlarmId::backup_completed, {.device = "nightly", .job = 7});
    EXPECT_THAT(told(*spool), ElementsAre("SftpFailure raised nightly", "SftpFailure raised weekly", "NoBackupTaken raised ",
                                          "BackupCompleted event nightly", "SftpFailure cleared nightly", "NoBackupTaken cleared "));
    EXPECT_EQ(spool->after(4, 1).at(0).detail.job, 7u);
}

TEST_F(AnAlarm, OfARestoreOutlivesAGoodBackup) {
    alarms->raise(AlarmId::restore_failure, {.device = "nightly"});
    alarms->raise(AlarmId::backup_completed, {.device = "nightly"});
    EXPECT_THAT(told(*spool), SizeIs(3));
    alarms->raise(AlarmId::restore_completed, {.device = "nightly"});
    EXPECT_THAT(told(*spool), Contains("RestoreFailure cleared nightly"));
}

TEST_F(AnAlarm, OfAFailedJobStandsUnderAnUmbrella) {
    alarms->raise(AlarmId::backup_failure, {.reason = "no space", .device = "nightly", .job = 5});
    alarms->raise(AlarmId::backup_completed, {.device = "nightly", .job = 6});
    EXPECT_THAT(told(*spool), ElementsAre("BackupFailure raised nightly", "Failure raised nightly", "BackupCompleted event nightly",
                                          "BackupFailure cleared nightly", "Failure cleared nightly"));
    EXPECT_EQ(spool->after(1, 1).at(0).detail.reason, "no space");
    EXPECT_EQ(spool->after(1, 1).at(0).detail.job, 5u);
}

TEST_F(AnAlarm, ThatIsAnUmbrellaStaysUntilTheLastUnderItEnds) {
    for (const char* device : {"nightly", "weekly"}) alarms->raise(AlarmId::backup_failure, {.device = device, .job = 5});
    alarms->raise(AlarmId::restore_failure, {.device = "nightly", .job = 6});
    restart();
    alarms->raise(AlarmId::backup_completed, {.device = "nightly", .job = 7});
    EXPECT_THAT(told(*spool), Not(Contains("Failure cleared nightly")));
    alarms->raise(AlarmId::restore_completed, {.device = "nightly", .job = 8});
    EXPECT_THAT(told(*spool), Contains("Failure cleared nightly"));
    EXPECT_THAT(told(*spool), Not(Contains("Failure cleared weekly")));
}

TEST_F(AnAlarm, ThatIsAnUmbrellaIsToldOnceForEachFailedJob) {
    for (const unsigned job : {5u, 6u})
        for (int times = 0; times < 2; ++times) alarms->raise(AlarmId::backup_failure, {.device = "nightly", .job = job});
    EXPECT_THAT(told(*spool), ElementsAre("BackupFailure raised nightly", "Failure raised nightly", "BackupFailure raised nightly",
                                          "Failure raised nightly"));
}

TEST_F(AnAlarm, StaysActiveOverARestart) {
    alarms->raise(AlarmId::la2ma_failure, {.node = "sub1"});
    restart();
    alarms->raise(AlarmId::la2ma_failure, {.node = "sub1"});
    alarms->clear(AlarmId::la2ma_failure, {.node = "sub1"});
    EXPECT_THAT(told(*spool), ElementsAre("LA2MAFailure raised ", "LA2MAFailure cleared "));
    EXPECT_EQ(spool->after(1, 1).at(0).boot_epoch, 2u);
}

TEST_F(AnAlarm, OfALocalAgentIsRelayedAsItIs) {
    auto record = failure("far away");
    record.sequence = 77;
    record.boot_epoch = 99;
    record.reporting_node = "sub1";
    alarms->relay(record);
    const auto relayed = spool->after(0, 1).at(0);
    EXPECT_TRUE(relayed.relayed);
    EXPECT_EQ(relayed.sequence, 1u);
    EXPECT_EQ(relayed.boot_epoch, 1u);
    EXPECT_EQ(relayed.reporting_node, "sub1");
}

TEST_F(AnAlarm, OfANodeThatTheMasterEndsIsSaidByTheMaster) {
    auto record = failure("far away");
    record.sequence = 77;
    record.state = State::raised;
    record.app_id = local_agent_id;
    record.reporting_node = record.detail.node = "sub1";
    alarms->relay(record);
    alarms->acknowledge(1, "alice", "seen");
    alarms->raise(AlarmId::deregistered_server, {.node = "sub1"});
    for (const auto& said : {spool->after(1, 1).at(0), spool->after(3, 1).at(0)}) {
        EXPECT_EQ(said.app_id, "Cisco DRF Master");
        EXPECT_EQ(said.reporting_node, "sub1");
    }
    EXPECT_THAT(alarms->active(), testing::IsEmpty());
}

TEST_F(AnAlarm, IsEndedAfterARestartWhenTheEventThatEndsItWasTheLastThingTold) {
    alarms->raise(AlarmId::sftp_failure, {.device = "nightly", .job = 6});
    alarms->raise(AlarmId::sftp_failure, {.device = "weekly", .job = 6});
    write_by_hand({.id = AlarmId::backup_completed, .detail = {.device = "nightly", .job = 7}});
    restart();
    EXPECT_THAT(told(*spool), ElementsAre("SftpFailure raised nightly", "SftpFailure raised weekly", "BackupCompleted event nightly", "SftpFailure cleared nightly"));
    restart();
    EXPECT_EQ(spool->last_sequence(), 4u);
}

TEST_F(AnAlarm, RaisedAgainAfterTheEventThatEndsItIsNotEndedByARestart) {
    alarms->raise(AlarmId::backup_completed, {.device = "nightly", .job = 7});
    alarms->raise(AlarmId::sftp_failure, {.device = "nightly", .job = 8});
    restart();
    EXPECT_THAT(told(*spool), ElementsAre("BackupCompleted event nightly", "SftpFailure raised nightly"));
}

TEST_F(AnAlarm, GetsItsUmbrellaAfterARestartThatCameBetween) {
    write_by_hand({.id = AlarmId::backup_failure, .state = State::raised, .detail = {.device = "nightly", .job = 6}});
    restart();
    EXPECT_THAT(told(*spool), ElementsAre("BackupFailure raised nightly", "Failure raised nightly"));
    restart();
    EXPECT_EQ(spool->last_sequence(), 2u);
}

TEST_F(AnAlarm, TakesItsUmbrellaAlongAfterARestartThatCameBetween) {
    alarms->raise(AlarmId::backup_failure, {.device = "nightly", .job = 6});
    write_by_hand({.id = AlarmId::backup_failure, .state = State::cleared, .detail = {.device = "nightly", .job = 7}});
    restart();
    EXPECT_THAT(told(*spool), ElementsAre("BackupFailure raised nightly", "Failure raised nightly", "BackupFailure cleared nightly", "Failure cleared nightly"));
}

TEST_F(AnAlarm, KnowsTheLastJobThatRaisedItOverARestart) {
    for (const drs::model::JobId job : {3, 4}) alarms->raise(AlarmId::backup_completed, {.device = "nightly", .job = job});
    restart();
    EXPECT_EQ(alarms->last_job(AlarmId::backup_completed), 4u);
    EXPECT_EQ(alarms->last_job(AlarmId::restore_completed), 0u);
}

TEST_F(AnAlarm, OfALocalAgentThatComesAgainIsTakenOnce) {
    const Record first{.sequence = 8, .id = AlarmId::log_dir_access_failure, .time = clock.time, .reporting_node = "sub1", .detail = {.reason = "full"}};
    auto second = first;
    second.time += std::chrono::milliseconds(1);
    alarms->relay(first);
    restart();
    for (const auto& record : {first, second}) alarms->relay(record);
    EXPECT_EQ(spool->last_sequence(), 2u);
}

TEST_F(AnAlarm, LeavesALineInTheTrace) {
    alarms->raise(AlarmId::sftp_failure, {.reason = "the server refused the login", .job = 12});
    EXPECT_THAT(traced(), EndsWith("] - Alarms.raise: job 12: CiscoDRFSftpFailure raised seq=1: the server refused the login\n"));
}

TEST_F(AnAlarm, IsDeliveredFromMemoryWhenTheDiskIsFull) {
    {
        const FullDisk full(1);
        alarms->raise(AlarmId::sftp_failure, {.reason = "no space"});
    }
    EXPECT_THAT(told(*spool), ElementsAre("SftpFailure raised "));
    alarms->raise(AlarmId::backup_completed, {});
    EXPECT_THAT(traced(), HasSubstr("CiscoDRFBackupCompleted event seq=2"));
}
