// SPDX-License-Identifier: Apache-2.0
#include "alarms/alarm_text.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "scratch.hpp"

using namespace drs::alarms;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

Record told(AlarmId id, const std::string& reason, State state = State::event) {
    Record record;
    record.sequence = 12;
    record.boot_epoch = 3;
    record.id = id;
    record.state = state;
    record.time = FixedClock().time;
    record.app_id = "Cisco DRF Master";
    record.cluster = "Lab";
    record.reporting_node = "pub";
    record.detail.reason = reason;
    return record;
}

TEST(AMail, HasTheGravestAlarmInItsSubject) {
    const std::vector records{told(AlarmId::backup_completed, ""), told(AlarmId::sftp_failure, "", State::raised), told(AlarmId::no_backup_taken, "", State::raised)};
    EXPECT_EQ(mail_subject(records), "DRS Lab: SftpFailure raised on pub and 2 more");
}

TEST(AMail, HasARaiseInItsSubjectRatherThanAnEnd) {
    const std::vector records{told(AlarmId::sftp_failure, "", State::cleared), told(AlarmId::backup_failure, "", State::raised)};
    EXPECT_EQ(mail_subject(records), "DRS Lab: BackupFailure raised on pub and 1 more");
}

TEST(AMail, HasASubjectOfOneLineOfAscii) {
    auto record = told(AlarmId::backup_in_progress, "");
    record.cluster = "a\r\nBcc: everyone\xc3\xbc";
    EXPECT_EQ(mail_subject({&record, 1}), "DRS a\\x0d\\x0aBcc: everyone??: BackupInProgress on pub");
}

TEST(AMail, SaysWhatToDoAboutARaiseAndNotAboutItsEnd) {
    const auto raised = told(AlarmId::sftp_failure, "the server refused the login", State::raised);
    EXPECT_THAT(mail_text({&raised, 1}), AllOf(HasSubstr("CiscoDRFSftpFailure raised (error)\n"), HasSubstr("the server refused the login"), HasSubstr("what to do")));
    const auto cleared = told(AlarmId::sftp_failure, "The backup completed", State::cleared);
    EXPECT_THAT(mail_text({&cleared, 1}), Not(HasSubstr("what to do")));
}

TEST(AMail, KeepsAReasonOnItsLine) {
    const auto record = told(AlarmId::sftp_failure, "one\n  node        other");
    EXPECT_THAT(mail_text({&record, 1}), HasSubstr("  why         one\\x0a  node        other\n"));
}

TEST(AnAlarmAsJson, HasEveryMember) {
    auto record = told(AlarmId::sftp_failure, "no route", State::raised);
    record.detail.job = 7;
    record.detail.device = "nightly";
    const auto text = json_of(record);
    for (const auto* part : {R"("sequence":12,)", R"("epoch":3,)", R"("alarm":"CiscoDRFSftpFailure",)", R"("number":17,)", R"("severity":"error",)", R"("state":"raised",)",
                             R"("reason":"no route",)", R"("device":"nightly",)", R"("job":7,)", R"("cluster":"Lab",)", R"("reporting_node":"pub",)"})
        EXPECT_THAT(text, HasSubstr(part));
}

TEST(AnAlarmAsJson, CannotBeForgedByAReason) {
    const auto text = json_of(told(AlarmId::sftp_failure, "a\",\"job\":9,\"x\":\"\\\n\x7f\xff\xc3\xbc"));
    EXPECT_THAT(text, HasSubstr(R"("reason":"a\",\"job\":9,\"x\":\"\\\u000a\u007f\ufffd)"
                                "\xc3\xbc\""));
}

TEST(AnAlarmAsJson, HasItsTimeInUtcWithMilliseconds) {
    auto record = told(AlarmId::sftp_failure, "");
    record.time = drs::model::TimePoint(std::chrono::milliseconds(1'000'000'000'007));
    EXPECT_EQ(utc(record.time), "2001-09-09T01:46:40.007Z");
}

}  // namespace
