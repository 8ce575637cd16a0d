// SPDX-License-Identifier: Apache-2.0
#include "alarms/syslog_line.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include "runtime/error.hpp"
#include "scratch.hpp"

using namespace drs::alarms;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Pair;
using testing::StartsWith;

namespace {

Record sample(const std::string& reason = "the server refused the login") {
    auto record = failure(reason);
    record.sequence = 12;
    record.boot_epoch = 3;
    record.time = FixedClock().time;
    record.app_id = "Cisco DRF Master";
    record.cluster = "StandAloneCluster";
    record.reporting_node = "pub";
    return record;
}

struct TimeZone {
    explicit TimeZone(const char* name) { ::setenv("TZ", name, 1); ::tzset(); }
    ~TimeZone() { ::unsetenv("TZ"); ::tzset(); }
};

}  // namespace

TEST(ASyslogDescription, HasTheFormThatTheFieldParses) {
    EXPECT_EQ(describe(sample()), "%UC_DRF-3-CiscoDRFSftpFailure: %[Reason=the server refused the login][AppID=Cisco DRF Master]"
                                  "[ClusterID=StandAloneCluster][NodeID=pub]: An operation on the SFTP server failed");
}

TEST(ASyslogDescription, IsInformationalForTheEndOfAnAlarm) {
    auto record = sample();
    record.state = State::cleared;
    EXPECT_THAT(describe(record), StartsWith("%UC_DRF-6-CiscoDRFSftpFailure: "));
    EXPECT_THAT(tags_of(record), Contains(Pair(testing::StrEq("state"), "cleared")));
}

TEST(ASyslogDescription, LetsNoReasonForgeAField) {
    EXPECT_THAT(describe(sample("x][AppID=evil]: %[Reason=a\\")), HasSubstr("%[Reason=x\\]\\[AppID\\=evil\\]: %\\[Reason\\=a\\\\][AppID=Cisco"));
    EXPECT_THAT(describe(sample("'open")), HasSubstr("%[Reason=\\'open][AppID="));
}

TEST(ASyslogDescription, IsOneLineOfVisibleText) {
    EXPECT_THAT(describe(sample("a\nb\xff\x1b")), HasSubstr("%[Reason=a\\x0ab\xef\xbf\xbd\\x1b]"));
}

TEST(ASyslogDescription, ShortensTheReasonAtACharacterToFit) {
    std::string reason;
    for (int i = 0; i < 1000; ++i) reason += "\xe2\x82\xac";
    const auto line = describe(sample(reason));
    EXPECT_LE(line.size(), longest_description);
    EXPECT_GT(line.size(), longest_description - 3);
    EXPECT_THAT(line, AllOf(HasSubstr("\xe2\x82\xac*][AppID="), EndsWith("failed")));
}

TEST(ASyslogDescription, LeavesEveryAlarmRoomForAReason) {
    for (const auto& each : catalogue()) {
        auto record = sample(std::string(900, ';'));
        record.id = each.id;
        record.app_id = record.cluster = record.reporting_node = std::string(255, '[');
        EXPECT_LE(describe(record).size(), longest_description) << each.name;
        EXPECT_THAT(describe(record), HasSubstr("Reason=" + std::string(60, ';'))) << each.name;
    }
}

TEST(SyslogTags, NameOnlyWhatThereIs) {
    auto record = sample();
    record.detail.device = "nightly";
    record.detail.job = 7;
    EXPECT_THAT(tags_of(record), ElementsAre(Pair(testing::StrEq("seq"), "12"), Pair(testing::StrEq("epoch"), "3"), Pair(testing::StrEq("state"), "raised"),
                                             Pair(testing::StrEq("job"), "7"), Pair(testing::StrEq("device"), "nightly")));
}

TEST(ASyslogLine, IsARfc3164MessageComposedByLibevtlog) {
    const TimeZone utc("UTC");
    auto record = sample("a;b");
    record.detail.device = "it's \\";
    const auto line = SyslogLine("drfMA", facility_named("local7"))(record);
    EXPECT_THAT(line, StartsWith("<187>Nov 23 00:00:00 drfMA[" + std::to_string(::getpid()) + "]: %UC_DRF-3-CiscoDRFSftpFailure: %[Reason=a\\;b]"));
    EXPECT_THAT(line, EndsWith(R"(failed; seq='12', epoch='3', state='raised', device='it\'s \\')"));
}

TEST(ASyslogLine, PadsTheDayWithABlank) {
    const TimeZone utc("UTC");
    auto record = sample();
    record.time -= std::chrono::days(20);
    EXPECT_THAT(SyslogLine("drfMA", 0)(record), StartsWith("<3>Nov  3 00:00:00 "));
}

TEST(AFacility, IsKnownByItsName) {
    EXPECT_EQ(facility_named("kern"), 0);
    EXPECT_EQ(facility_named("authpriv"), 10);
    EXPECT_EQ(facility_named("local7"), 23);
    for (const char* word : {"", "local8", "LOCAL0", "local7 "})
        EXPECT_THAT([&] { facility_named(word); }, testing::ThrowsMessage<drs::runtime::Error>(HasSubstr("no syslog facility"))) << word;
}
