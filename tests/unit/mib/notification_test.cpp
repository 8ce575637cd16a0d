// SPDX-License-Identifier: Apache-2.0
#include "mib/notification.hpp"

#include <gmock/gmock.h>

using namespace drs::mib;
using namespace drs::alarms;
using testing::ElementsAre;

namespace {

Record record() {
    Record record;
    record.sequence = 7;
    record.boot_epoch = 2;
    record.id = AlarmId::sftp_failure;
    record.state = State::raised;
    record.reporting_node = "pub";
    return record;
}

Value value_of(const Record& record, std::size_t object) { return notification_objects()[object].read(record); }

}  // namespace

TEST(ANotification, IsNumberedAsItsAlarmIs) {
    EXPECT_EQ(notification_oid(AlarmId::sftp_failure), (Oid{0, 17}));
    EXPECT_EQ(notification_name("CiscoDRFSftpFailure"), "drsSftpFailure");
}

TEST(ANotification, CarriesTheTenObjectsInTheirOrder) {
    std::vector<std::string> names;
    for (const auto& object : notification_objects()) names.emplace_back(object.name.substr(std::string_view("drsNotification").size()));
    EXPECT_THAT(names, ElementsAre("Sequence", "BootEpoch", "Severity", "State", "Time", "NodeName", "Feature", "Component", "JobId",
                                   "Reason"));
    EXPECT_EQ(instance_oid(notification_objects()[9]), (Oid{1, 11, 7, 10, 0}));
}

TEST(ANotification, NamesTheNodeItIsAboutBeforeTheOneThatReports) {
    auto about = record();
    EXPECT_EQ(value_of(about, 5), text("pub"));
    about.detail.node = "sub1";
    EXPECT_EQ(value_of(about, 5), text("sub1"));
}

TEST(ANotification, HasEmptyValuesForWhatIsAbsent) {
    EXPECT_EQ(value_of(record(), 6), text(""));
    EXPECT_EQ(value_of(record(), 8), unsigned32(0));
    EXPECT_EQ(value_of(record(), 9), text(""));
}

TEST(APerceivedSeverity, FollowsTheAlarmAndIsClearedWhenItIs) {
    EXPECT_EQ(perceived_severity(Severity::error, State::raised), PerceivedSeverity::major);
    EXPECT_EQ(perceived_severity(Severity::warning, State::event), PerceivedSeverity::warning);
    EXPECT_EQ(perceived_severity(Severity::informational, State::event), PerceivedSeverity::indeterminate);
    EXPECT_EQ(perceived_severity(Severity::error, State::cleared), PerceivedSeverity::cleared);
}
