// SPDX-License-Identifier: Apache-2.0
// What the control service refuses, what it recovers, and whom the node listener lets in.
#include <gmock/gmock.h>

#include "appliance.hpp"

namespace drs::test {
namespace {

using alarms::AlarmId;
using control::Kind;
using testing::ElementsAre;
using testing::HasSubstr;

class AControlService : public testing::Test, public Appliance {};

TEST_F(AControlService, RefusesABackupWhenNothingIsRegistered) {
    device();
    const auto refused = refusal_of([&] { return start_backup({"UCM"}); });
    EXPECT_EQ(refused.kind, Kind::not_found);
    EXPECT_THAT(refused.sentence, HasSubstr("no component is registered on any node"));
    EXPECT_THAT(raised(), ElementsAre(AlarmId::no_registered_component));
}

TEST_F(AControlService, RefusesAFeatureThatNobodyRegistered) {
    register_files("UCM", "TFTP");
    start_local();
    device();
    const auto refused = refusal_of([&] { return start_backup({"CUC"}); });
    EXPECT_EQ(refused.sentence, "feature CUC is not registered on any node; registered are UCM");
    EXPECT_THAT(raised(), ElementsAre(AlarmId::no_registered_feature));
}

TEST_F(AControlService, RefusesADeviceThatNobodyDefined) {
    const auto refused = refusal_of([&] { return start_backup({"UCM"}); });
    EXPECT_EQ(refused.kind, Kind::not_found);
    EXPECT_EQ(refused.sentence, "there is no backup device named `store`; see device list");
}

TEST_F(AControlService, RefusesToCancelWhenNothingRuns) {
    const auto refuse = [&] {
        service->cancel(model::JobKind::backup, control::CancelMode::now, caller);
        return 0;
    };
    EXPECT_EQ(refusal_of(refuse).sentence, "no backup is running");
}

TEST_F(AControlService, DoesNotSaveADeviceThatCannotHoldSets) {
    model::Device device;
    device.name = "nowhere";
    device.path = data() / "absent";
    const auto refused = refusal_of([&] { return wait(service->add_device(std::move(device), caller)); });
    EXPECT_EQ(refused.kind, Kind::device);
    EXPECT_THAT(refused.sentence, HasSubstr("device nowhere is not saved: "));
    EXPECT_TRUE(devices->all().empty());
}

TEST_F(AControlService, TakesADeviceForOneRequestOnly) {
    register_files("UCM", "TFTP");
    start_local();
    control::BackupRequest request;
    request.device.ad_hoc.emplace();
    request.device.ad_hoc->path = store();
    request.features = {"UCM"};
    const auto job = ended(wait(service->start_backup(std::move(request), caller)).job);
    EXPECT_EQ(job.device, store().string());
    EXPECT_EQ(job.result, model::Result::success) << job.reason;
    EXPECT_TRUE(devices->all().empty());
}

TEST_F(AControlService, EndsWhatAnEarlierProcessLeftUnfinished) {
    model::Job broken;
    broken.set = model::SetId::at(clock.now());
    broken.device = "store";
    broken.features = {"UCM"};
    broken.started = clock.now();
    broken.components.push_back({"node1", {"UCM", "TFTP"}, model::Result::active});
    database->begin_job(broken);

    service->recover();

    const auto snapshot = feed.take();
    ASSERT_EQ(snapshot->backups.size(), 1U);
    EXPECT_EQ(snapshot->backups[0].job.result, model::Result::error);
    EXPECT_EQ(snapshot->backups[0].job.reason, "the Master Agent stopped while it ran");
    EXPECT_TRUE(database->unfinished_jobs().empty());
    EXPECT_THAT(raised(), ElementsAre(AlarmId::backup_failure, AlarmId::failure));
}

TEST_F(AControlService, TellsAnEndThatAnEarlierProcessWroteDownButDidNotTell) {
    model::Job good;
    good.set = model::SetId::at(clock.now());
    good.device = "store";
    good.features = {"UCM"};
    good.started = clock.now();
    good.id = database->begin_job(good);
    good.result = model::Result::success;
    good.ended = clock.now();
    database->end_job(good);

    for (int starts = 0; starts < 2; ++starts) service->recover();

    EXPECT_THAT(raised(), ElementsAre(AlarmId::backup_completed));
    EXPECT_EQ(spool->after(0, 1).front().detail.job, good.id);
}

TEST_F(AControlService, ShowsARegistrationThatWasReadAnew) {
    register_files("UCM", "TFTP");
    start_local();
    register_files("CUC", "DB", true);
    wait(local->agent->reload());
    until([&] { return feed.take()->features.size() == 2; });
    EXPECT_TRUE(feed.take()->features[1].mandatory);
}

TEST_F(AControlService, RaisesAFileThatWasNotUnderstood) {
    register_files("UCM", "TFTP");
    write_text(settings.paths.components() / "broken.xml", "<component");
    start_local();
    EXPECT_THAT(raised(), ElementsAre(AlarmId::registration_failure));
}

TEST_F(AControlService, RelaysTheAlarmsOfANode) {
    register_files("UCM", "TFTP");
    start_local();
    alarms::Detail detail;
    detail.reason = "the log directory is full";
    local->alarms.raise(AlarmId::log_dir_access_failure, detail);
    until([&] { return !raised().empty(); });
    const auto record = spool->after(0, 1000).back();
    EXPECT_EQ(record.id, AlarmId::log_dir_access_failure);
    EXPECT_EQ(record.app_id, "Cisco DRF Local");
    EXPECT_TRUE(record.relayed);
}

TEST_F(AControlService, ListsTheActiveAlarmsThatWereAskedFor) {
    alarms->raise(AlarmId::sftp_failure, {.reason = "no space", .node = "node1", .device = "store", .job = 3});
    alarms->raise(AlarmId::no_backup_taken, {.reason = "none", .node = "node1"});
    EXPECT_EQ(service->alarms({}).size(), 2U);
    const auto errors = service->alarms({"error", "", false});
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors[0].subject.name, "CiscoDRFSftpFailure");
    EXPECT_EQ(errors[0].subject.reason, "no space");
    EXPECT_TRUE(service->alarms({"", "node2", false}).empty());
    EXPECT_THROW(service->alarms({"grave", "", false}), control::Refusal);
    until([&] { return feed.take()->alarms.size() == 2; });
}

TEST_F(AControlService, AcknowledgesAnAlarmInTheCallersName) {
    alarms->raise(AlarmId::sftp_failure, {.reason = "no space", .device = "store"});
    const auto key = service->alarms({}).at(0).key;
    const control::Caller alice{model::Trigger::cli, "alice (uid 1000)"};
    EXPECT_EQ(refusal_of([&] { service->acknowledge({key, "", "bob"}, alice); }).kind, control::Kind::not_permitted);
    EXPECT_EQ(refusal_of([&] { service->acknowledge({key, std::string(256, 'x'), ""}, alice); }).kind, control::Kind::bad_value);
    EXPECT_EQ(refusal_of([&] { service->acknowledge({key + 1, "", ""}, alice); }).kind, control::Kind::not_found);
    EXPECT_EQ(service->acknowledge({key, "seen", ""}, alice).acknowledged_by, "alice (uid 1000)");
    EXPECT_TRUE(service->alarms({"", "", true}).empty());
    EXPECT_EQ(service->acknowledge({key, "", "bob"}, {model::Trigger::cli, "root (uid 0)", true}).acknowledged_by, "bob");
}

TEST_F(AControlService, ShowsTheAlarmLogFromASequenceOrATimeOn) {
    for (int times = 0; times < 3; ++times) alarms->raise(AlarmId::backup_in_progress, {.reason = "busy"});
    alarms->raise(AlarmId::sftp_failure, {.reason = "no space", .device = "store"});
    EXPECT_EQ(service->alarm_log({2, "", ""}).size(), 2U);
    EXPECT_EQ(service->alarm_log({2, "BackupInProgress", ""}).back().sequence, 3U);
    EXPECT_EQ(service->alarm_log({0, "", "1h"}).size(), 4U);
    EXPECT_TRUE(service->alarm_log({0, "", "2036/01/01-00:00"}).empty());
    EXPECT_EQ(refusal_of([&] { service->alarm_log({0, "", "yesterday"}); }).kind, control::Kind::bad_value);
    EXPECT_EQ(refusal_of([&] { service->alarm_log({0, "Nothing", ""}); }).kind, control::Kind::not_found);
    EXPECT_EQ(refusal_of([&] { service->alarm_log({1001, "", ""}); }).kind, control::Kind::bad_value);
}

TEST_F(AControlService, ShowsTheNewestOfTheLogInEachSnapshot) {
    alarms->raise(AlarmId::backup_in_progress, {.reason = "busy"});
    until([&] { return feed.take()->alarm_log.size() == 1; });
    const auto before = feed.take();
    alarms->raise(AlarmId::sftp_failure, {.reason = "no space", .device = "store"});
    until([&] { return feed.take()->alarm_log.size() == 2; });
    EXPECT_EQ(feed.take()->alarm_log[1].subject.reason, "no space");
    EXPECT_EQ(before->alarm_log.size(), 1U);
}

TEST_F(AControlService, SendsATestThatIsNeverActive) {
    EXPECT_EQ(service->test_alarm("", caller).name, "CiscoDRFTestAlarm");
    EXPECT_EQ(service->test_alarm("SftpFailure", caller).sequence, 2U);
    EXPECT_TRUE(service->alarms({}).empty());
    EXPECT_TRUE(service->alarm_log({1, "", ""}).at(0).test);
}

TEST_F(AControlService, ExplainsEachAlarm) {
    EXPECT_EQ(service->describe_alarms("").size(), 36U);
    const auto tape = service->describe_alarms("TapeDeviceError").at(0);
    EXPECT_TRUE(tape.pending);
    EXPECT_EQ(tape.probable_cause, "inputOutputDeviceError");
    EXPECT_EQ(tape.cleared_by, "CiscoDRFBackupCompleted");
    EXPECT_EQ(refusal_of([&] { service->describe_alarms("Nothing"); }).kind, control::Kind::not_found);
}

TEST_F(AControlService, TellsAComponentThatComes) {
    register_files("UCM", "TFTP");
    start_local();
    const auto record = spool->after(0, 10).back();
    EXPECT_EQ(record.id, AlarmId::component_registered);
    EXPECT_EQ(record.detail.reason, "UCM/TFTP is registered on node1");
}

TEST_F(AControlService, EndsAJobAtItsLimit) {
    settings.job.limit = std::chrono::seconds(1);
    Gate gate(data());
    register_script("CUC", "MAIL", gate.script());
    start_local();
    device();
    const auto job = backup({"CUC"});
    EXPECT_EQ(job.result, model::Result::error);
    EXPECT_EQ(job.reason, "the job ran longer than its limit of 1 s");
    EXPECT_THAT(raised(), testing::Contains(AlarmId::backup_failure));
    EXPECT_THAT(stored(), testing::IsEmpty());
}

TEST_F(AControlService, EstimatesFromTheLastGoodBackups) {
    register_files("UCM", "TFTP", true);
    register_files("CUC", "MAIL");
    start_local();
    device();
    const auto bytes = backup({"UCM"}).bytes_stored();
    const auto estimate = service->estimate({"CUC"});
    EXPECT_THAT(estimate.features, ElementsAre("CUC", "UCM"));
    EXPECT_EQ(estimate.bytes, bytes);
    EXPECT_THAT(estimate.unknown, ElementsAre("node1/CUC/MAIL"));
}

TEST_F(AControlService, LetsOldHistoryEntriesGoWithTheirLogs) {
    settings.history.keep = 2;
    register_files("UCM", "TFTP");
    start_local();
    device();
    std::vector<std::string> logs;
    for (int i = 0; i < 4; ++i) logs.push_back(settings.paths.component_log() / (backup({"UCM"}).set->text() + "_b_node1_UCM_TFTP.log"));
    until([&] { return !std::filesystem::exists(logs[1]); });
    EXPECT_FALSE(std::filesystem::exists(logs[0]));
    EXPECT_TRUE(std::filesystem::exists(logs[2]));
    EXPECT_TRUE(std::filesystem::exists(logs[3]));
    EXPECT_EQ(database->history(model::JobKind::backup, 20).size(), 2u);
}

TEST_F(AControlService, KeepsALogThatANewerRestoreOfTheSameSetHasWrittenAgain) {
    settings.history.keep = 1;
    register_files("UCM", "TFTP");
    start_local();
    device();
    const auto set = backup({"UCM"}).set;
    ended(start_restore(*set).job);
    ended(start_restore(*set).job);
    until([&] { return database->history(model::JobKind::restore, 20).size() == 1; });
    EXPECT_TRUE(std::filesystem::exists(settings.paths.component_log() / (set->text() + "_r_node1_UCM_TFTP.log")));
}

TEST_F(AControlService, RefusesAClientThatIsNoNodeOfTheCluster) {
    register_files("UCM", "TFTP");
    auto strange = settings;
    strange.node = "stranger";
    LocalSide side(executor(), strange, listener->port(), clock);
    until([&] { return !raised().empty(); });
    side.agent->stop();
    until([&] { return side.ended; });
    EXPECT_EQ(raised().front(), AlarmId::unknown_client);
    EXPECT_THAT(spool->after(0, 1).front().detail.reason, HasSubstr("`stranger` is not a node of this cluster"));
}

TEST_F(AControlService, RefusesANodeWithTheCertificateOfAnother) {
    model::Node other;
    other.name = "node2";
    nodes.define(std::move(other));
    auto pretender = settings;
    pretender.node = "node2";
    LocalSide side(executor(), pretender, listener->port(), clock);
    until([&] { return !raised().empty(); });
    side.agent->stop();
    until([&] { return side.ended; });
    EXPECT_THAT(spool->after(0, 1).front().detail.reason, HasSubstr("it calls itself node2 but its certificate is node1's"));
}

TEST_F(AControlService, LetsALocalAgentStopWhileItConnects) {
    register_files("UCM", "TFTP");
    LocalSide side(executor(), settings, listener->port(), clock);
    wait([]() -> runtime::Awaitable<void> { co_return; }());  // the agent has begun to connect
    side.agent->stop();
    until([&] { return side.ended; });
    EXPECT_TRUE(side.ended);
}

}  // namespace
}  // namespace drs::test
