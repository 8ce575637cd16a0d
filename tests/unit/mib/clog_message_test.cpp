// SPDX-License-Identifier: Apache-2.0
#include "mib/clog_message.hpp"

#include <gmock/gmock.h>

using namespace drs;
using namespace drs::mib;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

alarms::Record record(alarms::AlarmId id, std::string reason = "Disk full.") {
    alarms::Record made;
    made.id = id;
    made.state = alarms::State::raised;
    made.app_id = "Cisco DRF Master";
    made.cluster = "LabCluster";
    made.reporting_node = "pub";
    made.detail.reason = std::move(reason);
    return made;
}

}  // namespace

TEST(AClogMessage, HasWhatAConsoleKnowsFromSyslog) {
    const auto message = clog_message(record(alarms::AlarmId::sftp_failure));
    EXPECT_EQ(message.facility, "UC_DRF");
    EXPECT_EQ(message.severity, 4u);
    EXPECT_EQ(message.name, "CiscoDRFSftpFailure");
    EXPECT_EQ(message.text, "%[Reason=Disk full.][AppID=Cisco DRF Master][ClusterID=LabCluster][NodeID=pub]: " + std::string(alarms::entry(alarms::AlarmId::sftp_failure).text));
}

TEST(AClogMessage, IsInformationalAndSaysSoWhenTheAlarmIsOver) {
    auto end = record(alarms::AlarmId::sftp_failure);
    end.state = alarms::State::cleared;
    const auto message = clog_message(end);
    EXPECT_EQ(message.severity, 7u);
    EXPECT_THAT(message.text, StartsWith("cleared: %[Reason="));
}

TEST(AClogMessage, KeepsANameThatIsTooLongInItsText) {
    for (const auto& alarm : alarms::all_entries()) {
        const auto message = clog_message(record(alarm.id));
        EXPECT_LE(message.name.size(), 30u) << alarm.name;
        EXPECT_EQ(message.text.starts_with(alarm.name), alarm.name.size() > 30) << alarm.name;
    }
}

TEST(AClogMessage, EndsALongTextWithAStarBehindAWholeCharacter) {
    for (std::size_t filled = 200; filled < 210; ++filled) {
        const auto message = clog_message(record(alarms::AlarmId::sftp_failure, std::string(filled, 'x') + "\u00e9\u00e9\u00e9\u20ac" + std::string(300, 'y')));
        EXPECT_LE(message.text.size(), 255u);
        EXPECT_GE(message.text.size(), 252u);
        EXPECT_THAT(message.text, EndsWith("*"));
    }
    const auto wide = clog_message(record(alarms::AlarmId::sftp_failure, std::string(238, 'x') + "\u20ac\u20ac\u20ac\u20ac"));
    EXPECT_THAT(wide.text, HasSubstr("x"));
    EXPECT_TRUE(wide.text.ends_with("\u20ac*") || wide.text.ends_with("x*"));
}

TEST(AClogMessage, HasAnIndexWithinTheTablesRange) {
    EXPECT_EQ(clog_index(1), 1u);
    EXPECT_EQ(clog_index(2'147'483'647), 2'147'483'647u);
    EXPECT_EQ(clog_index(2'147'483'648), 1u);
}
