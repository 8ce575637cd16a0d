// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <filesystem>

#include "cli/commands.hpp"
#include "made_up.hpp"

using namespace drs;
using namespace drs::cli;
using namespace drs::cli::test;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

struct AJobCommand : testing::Test {
    FakeSession fake;
    Call call;

    AJobCommand() { fake.answers.emplace_back(control::StartedJob{12, model::SetId::parse("2025-12-12-13-44-12")}); }
    template <class Request>
    const Request& sent() { return std::get<Request>(fake.requests.at(0)); }
};

}  // namespace

TEST_F(AJobCommand, StartsABackupOfTheListedFeatures) {
    call.arguments = {"UCM, CUC,,x/y", "nightly"};
    EXPECT_EQ(backup_to_device(call, fake.session), 0);
    EXPECT_EQ(sent<control::BackupRequest>().device.name, "nightly");
    EXPECT_THAT(sent<control::BackupRequest>().features, ElementsAre("UCM", "CUC", "", "x/y"));
    EXPECT_EQ(fake.console.shown, "The backup of 2025-12-12-13-44-12.tar has started as job 12; `utils disaster_recovery status "
                                  "backup` shows its progress.\n");
}

TEST_F(AJobCommand, AsksForThePasswordOfAServer) {
    call.arguments = {"UCM", "/backup", "10.0.0.5:2222", "drs"};
    backup_to_server(call, fake.session);
    const auto& device = *sent<control::BackupRequest>().device.ad_hoc;
    EXPECT_EQ(fake.console.prompts, "Enter password for drs@10.0.0.5:");
    EXPECT_EQ(device.password.reveal(), "geheim");
    EXPECT_EQ(device.location(), "10.0.0.5 : /backup");
    EXPECT_EQ(device.port, 2222);
    EXPECT_EQ(device.kind, model::DeviceKind::network);
}

TEST_F(AJobCommand, SignsInByKeyWithoutAsking) {
    call.arguments = {"UCM", "/backup", "sftp", "drs"};
    call.options.public_key = true;
    backup_to_server(call, fake.session);
    const auto& device = *sent<control::BackupRequest>().device.ad_hoc;
    EXPECT_TRUE(device.password.empty() && device.key_file.empty() && fake.console.prompts.empty());
}

TEST_F(AJobCommand, NamesAKeyFileSoThatTheMasterFindsIt) {
    call.arguments = {"pub", "x", "/backup", "sftp", "drs"};
    call.options.key_file = "keys/id";
    restore_from_server(call, fake.session);
    EXPECT_EQ(sent<control::RestoreRequest>().device.ad_hoc->key_file, (std::filesystem::current_path() / "keys/id").string());
}

TEST_F(AJobCommand, TakesAPathAsADeviceOfItsKind) {
    call.arguments = {"UCM", "/srv/sets"};
    backup_to_local(call, fake.session);
    EXPECT_EQ(sent<control::BackupRequest>().device.ad_hoc->kind, model::DeviceKind::local);
    EXPECT_EQ(sent<control::BackupRequest>().device.ad_hoc->path, "/srv/sets");
}

TEST_F(AJobCommand, RestoresAllOfASetToANode) {
    call.arguments = {"pub", "2025-12-12-13-44-12.tar", "nightly"};
    EXPECT_EQ(restore_from_device(call, fake.session), 0);
    const auto& request = sent<control::RestoreRequest>();
    EXPECT_EQ(request.node, "pub");
    EXPECT_EQ(request.set, "2025-12-12-13-44-12.tar");
    EXPECT_EQ(request.device.name, "nightly");
    EXPECT_TRUE(request.features.empty() && request.check_integrity && !request.allow_host_name && !request.allow_build_flavour);
    EXPECT_THAT(fake.console.shown, HasSubstr("status restore"));
}

TEST_F(AJobCommand, RestoresAPartWithoutVerificationWhenTold) {
    call.arguments = {"pub", "x", "disk"};
    call.options.features = "UCM,CUC";
    call.options.no_verify = true;
    restore_from_local(call, fake.session);
    EXPECT_THAT(sent<control::RestoreRequest>().features, ElementsAre("UCM", "CUC"));
    EXPECT_FALSE(sent<control::RestoreRequest>().check_integrity);
    EXPECT_EQ(sent<control::RestoreRequest>().device.name, "disk");
}

TEST_F(AJobCommand, AllowsAnotherHostNameWhenTold) {
    call.arguments = {"pub", "x", "nightly"};
    call.options.allow_host_name = true;
    restore_from_device(call, fake.session);
    EXPECT_TRUE(sent<control::RestoreRequest>().allow_host_name);
    EXPECT_FALSE(sent<control::RestoreRequest>().allow_build_flavour);
}

TEST_F(AJobCommand, AllowsAnotherBuildFlavourWhenTold) {
    call.arguments = {"pub", "x", "nightly"};
    call.options.allow_flavour = true;
    restore_from_device(call, fake.session);
    EXPECT_FALSE(sent<control::RestoreRequest>().allow_host_name);
    EXPECT_TRUE(sent<control::RestoreRequest>().allow_build_flavour);
}

TEST_F(AJobCommand, ShowsTheStartedJobToAProgram) {
    fake.session.json = true;
    call.arguments = {"UCM", "nightly"};
    backup_to_device(call, fake.session);
    EXPECT_EQ(fake.console.shown, "{\"job\":12,\"set\":\"2025-12-12-13-44-12\"}\n");
}

TEST_F(AJobCommand, LetsTheMastersRefusalThrough) {
    fake.answers = {control::Refusal(control::Kind::busy, "a backup runs")};
    call.arguments = {"UCM", "nightly"};
    EXPECT_THROW(backup_to_device(call, fake.session), control::Refusal);
    EXPECT_EQ(fake.console.shown, "");
}

TEST_F(AJobCommand, WaitsForTheEndWhenTold) {
    control::Snapshot ended;
    ended.last_backup = failed_backup();
    fake.master_is(ended);
    call.arguments = {"UCM", "nightly"};
    call.options.wait = true;
    EXPECT_EQ(backup_to_device(call, fake.session), control::exit_job_failed);
    EXPECT_THAT(fake.console.shown, HasSubstr("\nStatus: ERROR :the server 10.0.0.5 closed the connection\n"));
}
