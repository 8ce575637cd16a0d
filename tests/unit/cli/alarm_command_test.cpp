// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "cli/commands.hpp"
#include "cli/render_alarms.hpp"
#include "made_up.hpp"

using namespace drs;
using namespace drs::cli;
using namespace drs::cli::test;
using testing::HasSubstr;

namespace {

control::AlarmRow no_space() {
    control::AlarmRow row;
    row.key = 1203;
    row.sequence = 1205;
    row.subject = {17, "CiscoDRFSftpFailure", "error", "pub", "sftpdevice", "", "", "pub", 12, "no space\nis left"};
    row.first = row.last = moment();
    row.repeats = 4;
    return row;
}

struct AnAlarmCommand : testing::Test {
    FakeSession fake;
    California zone;
};

}  // namespace

TEST_F(AnAlarmCommand, ListsWhatIsActiveOnOneLineEach) {
    fake.answers.emplace_back(std::vector{no_space()});
    Options options;
    options.severity = "error";
    options.unacknowledged = true;
    EXPECT_EQ(list_alarms({{}, options}, fake.session), 0);
    const auto& sent = std::get<control::AlarmQuery>(fake.requests.at(0));
    EXPECT_EQ(sent.severity, "error");
    EXPECT_TRUE(sent.unacknowledged);
    EXPECT_THAT(fake.console.shown, HasSubstr("1203 error CiscoDRFSftpFailure pub,sftpdevice "));
    EXPECT_THAT(fake.console.shown, HasSubstr(" 4 12 --- no space\\x0ais left\n"));
}

TEST_F(AnAlarmCommand, ShowsTwentyEntriesOfTheLogOrAllSinceATime) {
    fake.answers.emplace_back(std::vector<control::AlarmLogRow>());
    Options since;
    since.since = "2d";
    show_alarm_log({{}, {}}, fake.session);
    show_alarm_log({{}, since}, fake.session);
    EXPECT_EQ(std::get<control::AlarmLogQuery>(fake.requests.at(0)).last, 20u);
    EXPECT_EQ(std::get<control::AlarmLogQuery>(fake.requests.at(1)).last, 0u);
    EXPECT_THAT(fake.console.shown, HasSubstr("drfCliMsg: No entries are in the alarm log\n"));
}

TEST_F(AnAlarmCommand, AcknowledgesByKey) {
    auto known = no_space();
    known.acknowledged_by = "alice (uid 1000)";
    fake.answers.emplace_back(known);
    Options options;
    options.note = "seen";
    EXPECT_EQ(acknowledge_alarm({{"1203"}, options}, fake.session), 0);
    EXPECT_EQ(std::get<control::AcknowledgeRequest>(fake.requests.at(0)).note, "seen");
    EXPECT_EQ(fake.console.shown, "Alarm 1203 (CiscoDRFSftpFailure) is acknowledged by alice (uid 1000).\n");
    EXPECT_THROW(acknowledge_alarm({{"SftpFailure"}, {}}, fake.session), control::Refusal);
}

TEST_F(AnAlarmCommand, SaysWhatWasSentAsATest) {
    fake.answers.emplace_back(control::TestedAlarm{7, "CiscoDRFTestAlarm"});
    EXPECT_EQ(test_alarm({{}, {}}, fake.session), 0);
    EXPECT_EQ(fake.console.shown, "CiscoDRFTestAlarm is sent as a test with sequence 7.\n");
}

TEST_F(AnAlarmCommand, ExplainsAnAlarm) {
    control::AlarmDescription tape;
    tape.number = 19;
    tape.name = "CiscoDRFTapeDeviceError";
    tape.text = "The tape device failed";
    tape.parameters = {"Reason", "node"};
    tape.stateful = true;
    tape.cleared_by = "CiscoDRFBackupCompleted";
    tape.pending = true;
    fake.answers.emplace_back(std::vector{tape});
    EXPECT_EQ(show_alarm({{"TapeDeviceError"}, {}}, fake.session), 0);
    for (const char* part : {"CiscoDRFTapeDeviceError (19)\n", "Parameters: Reason, node\n", "Kind: raised, and cleared by CiscoDRFBackupCompleted\n", "Pending: "})
        EXPECT_THAT(fake.console.shown, HasSubstr(part));
}
