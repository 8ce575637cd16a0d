// SPDX-License-Identifier: Apache-2.0
#include "alarms/structured_message.hpp"

#include <gmock/gmock.h>

#include "alarms/syslog_line.hpp"
#include "scratch.hpp"

using namespace drs::alarms;
using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

namespace {

constexpr int local7 = 23;

Record alarm() {
    return {.sequence = 7, .boot_epoch = 2, .id = AlarmId::ma_restore_component_failure, .state = State::event, .time = FixedClock().now(),
            .app_id = "Cisco DRF Master", .cluster = "Lab", .reporting_node = "pub", .detail = {.reason = "no answer", .node = "sub1", .job = 12}};
}

}  // namespace

TEST(AStructuredMessage, HasAHeaderTheValuesAndTheLine) {
    EXPECT_THAT(structured_message(alarm(), local7),
                MatchesRegex(R"(<187>1 2026-11-23T00:00:00\.123Z pub drfMA [0-9]+ MARestoreComponentFailure \[drs@8072\.9999\.9999 .*\] %UC_DRF-3-.*)"));
    EXPECT_THAT(structured_message(alarm(), local7),
                HasSubstr(R"( name="CiscoDRFMARestoreComponentFailure" state="event" seq="7" epoch="2" job="12" cluster="Lab" node_id="pub" )"
                          R"(app_id="Cisco DRF Master" node="sub1" reason="no answer"])"));
}

TEST(AStructuredMessage, LeavesOutWhatIsAbsent) {
    auto bare = alarm();
    bare.detail = {};
    EXPECT_THAT(structured_message(bare, local7), Not(testing::AnyOf(HasSubstr("job="), HasSubstr("reason=\""), HasSubstr("=\"\""))));
}

TEST(AStructuredMessage, IsNotForgedByAReason) {
    auto hostile = alarm();
    hostile.detail.reason = "x\"] \\ ]\n[y z=\"\xff";
    EXPECT_THAT(structured_message(hostile, local7), HasSubstr(" reason=\"x\\\"\\] \\\\ \\]\\\\x0a[y z=\\\"\xef\xbf\xbd\"] %UC_DRF-"));
}

TEST(AStructuredMessage, SpeaksForTheNodeThatRaisedARelayedAlarm) {
    auto relayed = alarm();
    relayed.app_id = "Cisco DRF Local";
    relayed.reporting_node = "a node";
    relayed.relayed = true;
    EXPECT_THAT(structured_message(relayed, local7), HasSubstr("Z a?node drfLA - MARestoreComponentFailure ["));
}

TEST(AStructuredMessage, HasItsOctetsInFront) {
    auto wide = alarm();
    wide.detail.reason = "\xe2\x82\xac";
    const auto message = structured_message(wide, local7);
    EXPECT_EQ(framed_message(wide, local7), std::to_string(message.size()) + ' ' + message);
}

TEST(AStructuredMessage, CarriesTheLineThatLibevtlogMakes) {
    const SyslogLine line("drfMA", local7);
    for (const std::string text : {"plain", "it's; [x] = \\", "'", "\\'", "a\nb\x7f\xff", "%s ; seq='1'"}) {
        auto record = alarm();
        record.detail = {.reason = text, .node = text, .feature = text, .component = text, .device = text, .job = 3};
        EXPECT_THAT(line(record), EndsWith("]: " + line_text(record)));
        EXPECT_THAT(line_text(record), StartsWith("%UC_DRF-3-"));
    }
}
