// SPDX-License-Identifier: Apache-2.0
#include "control/json_text.hpp"

#include <gtest/gtest.h>

using namespace drs;
using namespace drs::control;
using std::chrono::milliseconds;

TEST(ATimeInJson, IsIso8601InUtcWithMilliseconds) {
    EXPECT_EQ(iso_8601(model::TimePoint(milliseconds(0))), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(iso_8601(model::TimePoint(milliseconds(1'795'406'400'250))), "2026-11-23T04:00:00.250Z");
    EXPECT_EQ(iso_8601(model::TimePoint(milliseconds(-1))), "1969-12-31T23:59:59.999Z");
}

TEST(ATimeInJson, StaysWithinFourDigitYears) {
    EXPECT_EQ(iso_8601(model::TimePoint::max()), "9999-12-31T23:59:59.999Z");
    EXPECT_EQ(iso_8601(model::TimePoint::min()), "0000-01-01T00:00:00.000Z");
}

TEST(ATimeInJson, IsReadBackToTheMillisecond) {
    for (const long long ms : {0ll, -1ll, 1'795'406'400'250ll, 253'402'300'799'999ll, -62'167'219'200'000ll}) {
        const model::TimePoint time{milliseconds(ms)};
        EXPECT_EQ(parse_iso_8601(iso_8601(time)), time);
    }
}

TEST(ATimeInJson, RefusesEveryOtherForm) {
    for (const char* text : {"", "2026-11-23", "2026-11-23T04:00:00Z", "2026-11-23 04:00:00.000Z", "2026-02-30T04:00:00.000Z",
                             "2026-11-23T24:00:00.000Z", "2026-11-23T04:60:00.000Z", "2026-11-23T04:00:60.000Z",
                             "2026-11-23T04:00:00.000+01:00", "2026-00-23T04:00:00.000Z"})
        EXPECT_EQ(parse_iso_8601(text), std::nullopt) << text;
}

TEST(AText, IsUtf8OnlyInItsShortestFormsWithoutSurrogates) {
    for (const char* text : {"", "UCM", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x92\xbe", "\xf4\x8f\xbf\xbf"}) EXPECT_TRUE(is_utf8(text)) << text;
    for (const char* text : {"\xff", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3", "\xe2\x82", "a\x80"})
        EXPECT_FALSE(is_utf8(text));
}

TEST(AText, KeepsItsGoodPartsWhenABadByteIsReplaced) {
    EXPECT_EQ(as_utf8("a\xff\xc3\xa9\xe2\x82"), "a\xef\xbf\xbd\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd");
}
