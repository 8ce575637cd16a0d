// SPDX-License-Identifier: Apache-2.0
// Whole operations, from the control service through TLS to the files of a set and back.
#include <gmock/gmock.h>

#include "appliance.hpp"

namespace drs::test {
namespace {

using alarms::AlarmId;
using control::Kind;
using model::Result;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::SizeIs;

class AnOperation : public testing::Test, public Appliance {
protected:
    void one_file_component() {
        register_files("UCM", "TFTP");
        start_local();
        device();
    }
    void held_component(const Gate& gate) {
        register_files("UCM", "AAA");
        register_script("UCM", "HELD", gate.script());
        start_local();
        device();
    }
    std::filesystem::path file_of(const std::string& component) const { return data() / component / "file"; }
};

TEST_F(AnOperation, BringsBackWhatWasDamaged) {
    one_file_component();
    const auto job = backup({"UCM"});
    ASSERT_EQ(job.result, Result::success) << job.reason;
    write_text(file_of("TFTP"), "damaged");

    const auto restored = ended(start_restore(*job.set).job);

    EXPECT_EQ(restored.result, Result::success) << restored.reason;
    EXPECT_EQ(text_in(file_of("TFTP")), "contents of TFTP");
    EXPECT_THAT(raised(), ElementsAre(AlarmId::backup_completed, AlarmId::restore_completed));
}

TEST_F(AnOperation, FeedsARestoreProgramWhatTheBackupProgramWrote) {
    register_script("CUC", "DB", "printf '%s' \"$DRS_FEATURE/$DRS_COMPONENT of $DRS_NODE\"", "cat > " + (data() / "restored").string());
    start_local();
    device();
    const auto job = backup({"CUC"});
    ASSERT_EQ(job.result, Result::success) << job.reason;

    EXPECT_EQ(ended(start_restore(*job.set).job).result, Result::success);
    EXPECT_EQ(text_in(data() / "restored"), "CUC/DB of node1");
}

TEST_F(AnOperation, MakesASetOfCatalogueSignatureAndFiles) {
    one_file_component();
    const auto id = backup({"UCM"}).set->text();
    EXPECT_THAT(stored(), ElementsAre(id + "_node1_UCM_TFTP.tar.zst.age", id + "_node1_drfComponent.xml", id + "_node1_drfComponent.xml.sig"));
    EXPECT_THAT(wait(service->sets(chosen(), caller)), SizeIs(1));
}

TEST_F(AnOperation, LeavesOutAComponentThatFailsAndNamesIt) {
    register_files("UCM", "TFTP");
    register_script("CUC", "DB", "echo 'no such table' >&2; exit 3");
    start_local();
    device();

    const auto job = backup({"UCM", "CUC"});

    EXPECT_EQ(job.result, Result::error);
    EXPECT_EQ(job.reason, "CUC/DB on node1 failed: /bin/sh exited with code 3: no such table");
    EXPECT_THAT(job.failed_features, ElementsAre("CUC"));
    EXPECT_THAT(stored(), AllOf(SizeIs(3), Not(Contains(HasSubstr("CUC")))));
    EXPECT_THAT(raised(), ElementsAre(AlarmId::ma_backup_component_failure, AlarmId::backup_failure, AlarmId::failure));
}

TEST_F(AnOperation, MakesNoSetWhenNothingSucceeds) {
    register_script("CUC", "DB", "exit 3");
    start_local();
    device();
    EXPECT_EQ(backup({"CUC"}).result, Result::error);
    EXPECT_THAT(stored(), IsEmpty());
}

TEST_F(AnOperation, RefusesASecondOneWhileTheFirstRuns) {
    Gate gate(data());
    held_component(gate);
    const auto first = start_backup({"UCM"});
    const auto refused = refusal_of([&] { return start_backup({"UCM"}); });

    EXPECT_EQ(refused.kind, Kind::busy);
    EXPECT_THAT(refused.sentence, HasSubstr("a backup cannot start while job 1, a backup, is running"));
    EXPECT_THAT(raised(), ElementsAre(AlarmId::backup_in_progress));
    EXPECT_EQ(refusal_of([&] { return service->remove_device("*", caller); }).kind, Kind::in_use);
    until([&] { return gate.reached(); });
    gate.open();
    EXPECT_EQ(ended(first.job).result, Result::success);
}

TEST_F(AnOperation, ShowsTheComponentThatHasBegunWhileItStandsStill) {
    Gate gate(data());
    held_component(gate);
    const auto started = start_backup({"UCM"});
    until([&] { return gate.reached(); });
    until([&] {
        const auto job = feed.take()->job;
        return std::any_of(job->components.begin(), job->components.end(), [](const auto& component) { return component.result == Result::active; });
    });
    gate.open();
    EXPECT_EQ(ended(started.job).result, Result::success);
}

TEST_F(AnOperation, EndsAtOnceWhenCanceledNowAndLeavesNothing) {
    Gate gate(data());
    held_component(gate);
    const auto started = start_backup({"UCM"});
    until([&] { return gate.reached(); });
    service->cancel(model::JobKind::backup, control::CancelMode::now, caller);

    const auto job = ended(started.job);

    EXPECT_EQ(job.result, Result::canceled);
    EXPECT_EQ(job.reason, "canceled by root (uid 0)");
    EXPECT_THAT(stored(), IsEmpty());
    EXPECT_THAT(raised(), IsEmpty());
}

TEST_F(AnOperation, EndsAfterTheComponentInProgressWhenCanceled) {
    Gate gate(data());
    held_component(gate);
    register_files("UCM", "ZZZ");
    wait(local->agent->reload());
    until([&] { return nodes.find("node1")->components.size() == 3; });
    const auto started = start_backup({"UCM"});
    until([&] { return gate.reached(); });
    service->cancel(model::JobKind::backup, control::CancelMode::after_component, caller);
    gate.open();

    const auto job = ended(started.job);

    EXPECT_EQ(job.result, Result::canceled);
    ASSERT_THAT(job.components, SizeIs(3));
    EXPECT_EQ(job.components[1].result, Result::success);
    EXPECT_EQ(job.components[2].result, Result::canceled);
    EXPECT_THAT(stored(), IsEmpty());
}

TEST_F(AnOperation, FailsWhenTheNodeDropsOff) {
    Gate gate(data());
    held_component(gate);
    const auto started = start_backup({"UCM"});
    until([&] { return gate.reached(); });
    stop_local();

    const auto job = ended(started.job);

    EXPECT_EQ(job.result, Result::error);
    EXPECT_THAT(job.reason, HasSubstr("node node1 dropped off in the middle of the backup"));
    EXPECT_THAT(raised(), ElementsAre(AlarmId::ma_backup_node_disconnect, AlarmId::backup_failure, AlarmId::failure));
}

TEST_F(AnOperation, ReportsANodeThatIsAwayAndGoesOn) {
    one_file_component();
    stop_local();
    until([&] { return !nodes.find("node1")->session; });
    const auto job = backup({"UCM"});
    EXPECT_EQ(job.reason, "UCM/TFTP on node1 failed: node node1 is not connected; start its Local Agent");
    EXPECT_THAT(raised(), ElementsAre(AlarmId::ma2la_failure, AlarmId::backup_failure, AlarmId::failure));
}

TEST_F(AnOperation, EndsTheAlarmOfANodeThatIsAwayWhenItIsBack) {
    one_file_component();
    stop_local();
    until([&] { return !nodes.find("node1")->session; });
    backup({"UCM"});
    start_local();
    until([&] { return spool->after(0, 1000).back().state == alarms::State::cleared; });
    EXPECT_EQ(spool->after(0, 1000).back().id, AlarmId::ma2la_failure);
}

TEST_F(AnOperation, NamesTheDeviceThatFails) {
    one_file_component();
    std::filesystem::remove_all(store());
    const auto job = backup({"UCM"});
    EXPECT_EQ(job.result, Result::error);
    EXPECT_THAT(job.reason, HasSubstr(store().string()));
    EXPECT_THAT(raised(), ElementsAre(AlarmId::local_device_error, AlarmId::backup_device_error, AlarmId::backup_failure, AlarmId::failure));
    EXPECT_EQ(devices->rows().front().state, model::DeviceState::failed);
}

TEST_F(AnOperation, NamesTheLineOfARecipientThatIsNone) {
    one_file_component();
    write_text(settings.paths.recipients_file(), "# the auditor\nage1nobody\n");
    const auto refused = refusal_of([&] { return start_backup({"UCM"}); });
    EXPECT_EQ(refused.kind, Kind::bad_value);
    EXPECT_THAT(refused.sentence, HasSubstr(settings.paths.recipients_file().string() + ":2: "));
}

TEST_F(AnOperation, RefusesToRestoreADamagedFileBeforeItTouchesTheNode) {
    one_file_component();
    const auto set = *backup({"UCM"}).set;
    const auto stored_file = store() / (set.text() + "_node1_UCM_TFTP.tar.zst.age");
    auto bytes = text_in(stored_file);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    write_text(stored_file, bytes);
    write_text(file_of("TFTP"), "newer");

    const auto job = ended(start_restore(set).job);

    EXPECT_EQ(job.result, Result::error);
    EXPECT_THAT(job.reason, HasSubstr(stored_file.filename().string() + " is damaged: its SHA-256 is not the catalogue's"));
    EXPECT_EQ(text_in(file_of("TFTP")), "newer");
    EXPECT_THAT(raised(), IsSupersetOf({AlarmId::restore_failure, AlarmId::failure}));
}

// A well-encrypted file in place of another: no tag is wrong, only the digest in the signed catalogue tells.
TEST_F(AnOperation, SwapsInNothingOfAnExchangedFileAlsoWithoutTheIntegrityCheck) {
    one_file_component();
    const auto older = *backup({"UCM"}).set;
    write_text(file_of("TFTP"), "newer");
    const auto newer = *backup({"UCM"}).set;
    write_text(store() / (newer.text() + "_node1_UCM_TFTP.tar.zst.age"), text_in(store() / (older.text() + "_node1_UCM_TFTP.tar.zst.age")));

    const auto job = ended(start_restore(newer, {}, false).job);

    EXPECT_EQ(job.result, Result::error);
    EXPECT_THAT(job.reason, HasSubstr(newer.text() + "_node1_UCM_TFTP.tar.zst.age is damaged"));
    EXPECT_EQ(text_in(file_of("TFTP")), "newer");
}

TEST_F(AnOperation, RefusesToRestoreASetOfAnotherVersion) {
    one_file_component();
    const auto set = *backup({"UCM"}).set;
    const auto catalogue = store() / model::catalogue_file_name(set, "node1");
    auto text = text_in(catalogue);
    for (auto at = text.find("15.0.1"); at != text.npos; at = text.find("15.0.1", at)) text.replace(at, 6, "15.0.0");
    write_text(catalogue, text);
    const auto signature = keys->sign(text);
    write_text(store() / model::signature_file_name(set, "node1"), std::string(runtime::text_of(signature)));

    const auto refused = refusal_of([&] { return start_restore(set); });

    EXPECT_EQ(refused.kind, Kind::mismatch);
    EXPECT_THAT(refused.sentence, HasSubstr("product version was `15.0.0` and is now `15.0.1`; a restore needs exactly the same version"));
}

TEST_F(AnOperation, RefusesASetThatIsNotThere) {
    one_file_component();
    EXPECT_EQ(refusal_of([&] { return start_restore(*model::SetId::parse("2020-01-01-00-00-00")); }).kind, Kind::not_found);
    EXPECT_EQ(refusal_of([&] { return wait(service->sets({"other", std::nullopt}, caller)); }).kind, Kind::not_found);
}

TEST_F(AnOperation, KeepsAsManySetsAsTheDeviceSays) {
    register_files("UCM", "TFTP");
    start_local();
    device(1);
    backup({"UCM"});
    const auto second = backup({"UCM"}).set->text();
    EXPECT_THAT(stored(), AllOf(SizeIs(3), testing::Each(testing::StartsWith(second))));
}

TEST_F(AnOperation, DoesNotBlockTheNextOneWhenItsEndCannotBeRecorded) {
    Gate gate(data());
    held_component(gate);
    const auto started = start_backup({"UCM"});
    until([&] { return gate.reached(); });
    auto job = *feed.take()->job;
    job.result = Result::error;
    job.ended = clock.now();
    database->end_job(job);  // its own end will find it ended, and fail
    gate.open();
    until([&] { return feed.take()->state == model::SystemState::idle; });

    EXPECT_THAT(raised(), Contains(AlarmId::internal_process_failure));
    EXPECT_THAT(raised(), Not(Contains(AlarmId::backup_completed))) << "the history says otherwise";
    EXPECT_NE(start_backup({"UCM"}).job, started.job);
}

}  // namespace
}  // namespace drs::test
