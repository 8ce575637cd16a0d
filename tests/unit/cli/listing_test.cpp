// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "cli/commands.hpp"
#include "cli/render_status.hpp"
#include "made_up.hpp"

using namespace drs;
using namespace drs::cli;
using namespace drs::cli::test;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

struct AListing : testing::Test {
    const California there;
    FakeSession fake;

    using Command = int (*)(const Call&, Session&);
    std::string shown(Command command, std::vector<std::string> arguments = {}) {
        fake.console.shown.clear();
        EXPECT_EQ(command({std::move(arguments), {}}, fake.session), 0);
        return fake.console.shown;
    }
};

}  // namespace

TEST_F(AListing, OfTheStatusHasTheHeaderLinesAndTheTable) {
    fake.master_is(appliance());
    expect_golden("status_backup.txt", shown(show_backup_status));
    expect_golden("status_restore.txt", shown(show_restore_status));
}

TEST_F(AListing, OfARunningAndOfAFailedBackupSaysWhere) {
    expect_golden("status_running.txt", render_status(running_backup(), Layout::plain));
    expect_golden("status_failed.txt", render_status(failed_backup(), Layout::plain));
}

TEST_F(AListing, IsAlignedForAPerson) {
    fake.console.person = true;
    fake.master_is(appliance());
    expect_golden("status_aligned.txt", shown(show_backup_status));
    expect_golden("devices_aligned.txt", shown(list_devices));
}

TEST_F(AListing, OfTheHistoryHasOneRowABackup) {
    fake.master_is(appliance());
    expect_golden("history.txt", shown(show_backup_history));
    EXPECT_THAT(fake.console.shown, HasSubstr("\n2025-12-12-13-44-12.tar NETWORK Fri Dec 12 13:45:19 PST 2025 SUCCESS MANUAL "
                                              "15.0.1.12900-234 UCM ---\n"));
}

TEST_F(AListing, OfTheDevicesHasTheRowsOfTheField) {
    fake.master_is(appliance());
    expect_golden("devices.txt", shown(list_devices));
    EXPECT_THAT(fake.console.shown, HasSubstr("\nsftpdevice NETWORK 10.0.0.5 : /backup\ntapedevice TAPE /dev/nst0\n"));
}

TEST_F(AListing, OfTheSetsNamesEachFirst) {
    fake.answers.emplace_back(sets());
    expect_golden("sets.txt", shown(show_files_on_device, {"nightly"}));
    EXPECT_EQ(std::get<control::SetsQuery>(fake.requests.back()).device.name, "nightly");
}

TEST_F(AListing, OfTheRegistrationHasTheComponentsOfThatNodeOnly) {
    fake.master_is(appliance());
    expect_golden("registration.txt", shown(show_registration, {"pub"}));
}

TEST_F(AListing, ThatIsEmptyIsOneSentence) {
    fake.master_is({.nodes = {{.name = "sub"}}});
    EXPECT_EQ(shown(show_backup_status), "drfCliMsg: No backup status available\n");
    EXPECT_EQ(shown(show_restore_status), "drfCliMsg: No restore status available\n");
    EXPECT_EQ(shown(show_backup_history), "drfCliMsg:  No history data is available\n");
    EXPECT_EQ(shown(show_restore_history), "drfCliMsg:  No history data is available\n");
    EXPECT_EQ(shown(list_devices), "drfCliMsg: No backup devices are defined\n");
    EXPECT_EQ(shown(show_registration, {"sub"}), "drfCliMsg: No components are registered on sub\n");
    fake.answers = {std::vector<model::SetSummary>()};
    EXPECT_EQ(shown(show_files_in_directory, {"/srv/sets"}), "drfCliMsg: No backup files are available\n");
}

TEST_F(AListing, OfAnUnknownNodeNamesTheKnownOnes) {
    fake.master_is(appliance());
    try {
        show_registration({{"nowhere"}, {}}, fake.session);
        FAIL();
    } catch (const control::Refusal& refusal) {
        EXPECT_EQ(refusal.kind(), control::Kind::not_found);
        EXPECT_STREQ(refusal.what(), "no node `nowhere` is known to the Master Agent; known are pub, sub");
    }
}

TEST_F(AListing, IsOneDocumentForAProgram) {
    fake.session.json = true;
    fake.master_is(appliance());
    EXPECT_THAT(shown(show_backup_status), StartsWith(R"({"id":12,"kind":"BACKUP","trigger":"manual","schedule":"","set":"2025-12-12-13-44-12")"));
    EXPECT_THAT(shown(show_backup_history), StartsWith(R"([{"index":1,"job":{"id":12)"));
    EXPECT_THAT(shown(list_devices), StartsWith(R"([{"index":1,"name":"sftpdevice","kind":"NETWORK")"));
    EXPECT_THAT(shown(show_registration, {"pub"}), StartsWith(R"([{"feature_index":0,)"));
    EXPECT_THAT(fake.console.shown, testing::EndsWith("]\n"));
    fake.answers = {sets()};
    EXPECT_THAT(shown(show_files_on_device, {"nightly"}), StartsWith(R"([{"id":"2025-12-12-13-44-12","host":"pub")"));
}

TEST_F(AListing, OfNothingIsAnEmptyDocument) {
    fake.session.json = true;
    fake.master_is({});
    EXPECT_EQ(shown(show_backup_status), "null\n");
    EXPECT_EQ(shown(show_restore_history), "[]\n");
    EXPECT_EQ(shown(list_devices), "[]\n");
}
