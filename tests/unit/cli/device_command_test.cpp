// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "cli/commands.hpp"
#include "made_up.hpp"

using namespace drs;
using namespace drs::cli;
using namespace drs::cli::test;
using testing::HasSubstr;

namespace {

struct ADeviceCommand : testing::Test {
    FakeSession fake;
    ADeviceCommand() { fake.answers.emplace_back(control::DeviceRow{.name = "nightly", .host_key_fingerprint = "SHA256:abc"}); }
    const model::Device& sent() { return std::get<control::AddDeviceRequest>(fake.requests.at(0)).device; }
};

}  // namespace

TEST_F(ADeviceCommand, SavesAServerWithItsPasswordAndShowsThePinnedKey) {
    EXPECT_EQ(add_network_device({{"nightly", "/backup", "[fe80::1]:2222", "drs", "7"}, {.password_fd = 3}}, fake.session), 0);
    EXPECT_EQ(sent().name, "nightly");
    EXPECT_EQ(sent().server, "fe80::1");
    EXPECT_EQ(sent().port, 2222);
    EXPECT_EQ(sent().keep_sets, 7u);
    EXPECT_EQ(sent().password.reveal(), "from 3");
    EXPECT_EQ(fake.console.shown, "Backup device `nightly` has been saved successfully.\n"
                                  "The server's host key is SHA256:abc; from now on no other is accepted.\n");
}

TEST_F(ADeviceCommand, SavesADirectoryThatKeepsTwoSets) {
    add_local_device({{"disk", "/srv/sets"}, {}}, fake.session);
    EXPECT_EQ(sent().kind, model::DeviceKind::local);
    EXPECT_EQ(sent().path, "/srv/sets");
    EXPECT_EQ(sent().keep_sets, 2u);
}

TEST_F(ADeviceCommand, RefusesANumberOfBackupsThatIsNone) {
    for (const char* number : {"", "two", "-1", "2.5", "99999999999"}) {
        try {
            add_network_device({{"nightly", "/backup", "sftp", "drs", number}, {}}, fake.session);
            ADD_FAILURE() << number;
        } catch (const control::Refusal& refusal) {
            EXPECT_EQ(refusal.kind(), control::Kind::usage);
            EXPECT_THAT(refusal.what(), HasSubstr("is no number of backups; give a whole number such as 2"));
        }
    }
    EXPECT_EQ(fake.console.prompts, "");
}

TEST_F(ADeviceCommand, NamesWhatItDeleted) {
    fake.answers = {control::Removed{{"a", "b"}}};
    EXPECT_EQ(delete_device({{"*"}, {}}, fake.session), 0);
    EXPECT_EQ(std::get<control::RemoveDeviceRequest>(fake.requests.at(0)).name, "*");
    EXPECT_EQ(fake.console.shown, "Backup devices deleted successfully: a, b\n");
}

TEST_F(ADeviceCommand, SaysWhenThereWasNothingToDelete) {
    fake.answers = {control::Removed{}};
    EXPECT_EQ(delete_device({{"*"}, {}}, fake.session), 0);
    EXPECT_EQ(fake.console.shown, "drfCliMsg: No backup device was deleted\n");
}

TEST_F(ADeviceCommand, ShowsAProgramTheDeviceAsSaved) {
    fake.session.json = true;
    add_local_device({{"disk", "/srv/sets"}, {}}, fake.session);
    EXPECT_THAT(fake.console.shown, HasSubstr(R"("name":"nightly")"));
}
