// SPDX-License-Identifier: Apache-2.0
#include "mib/value.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <ctime>

using namespace drs::mib;
using namespace std::chrono_literals;

namespace {

constexpr drs::model::TimePoint noon = std::chrono::sys_days(std::chrono::year(2026) / 7 / 4) + 12h + 3min + 5s + 678ms;

std::string in_zone(const char* zone, drs::model::TimePoint time) {
    ::setenv("TZ", zone, 1);
    ::tzset();
    auto octets = date_and_time(time).octets;
    ::unsetenv("TZ");
    ::tzset();
    return octets;
}

}  // namespace

TEST(ADateAndTime, HasElevenOctetsWithTheLocalZone) {
    EXPECT_EQ(in_zone("UTC", noon), std::string("\x07\xea\x07\x04\x0c\x03\x05\x06+\0\0", 11));
    EXPECT_EQ(in_zone("AAA-05:30", noon), std::string("\x07\xea\x07\x04\x11\x21\x05\x06+\x05\x1e", 11));
    EXPECT_EQ(in_zone("BBB+03:30", noon), std::string("\x07\xea\x07\x04\x08\x21\x05\x06-\x03\x1e", 11));
}

TEST(ADateAndTime, HasNoOctetsWhenThereIsNone) { EXPECT_EQ(date_and_time(std::nullopt).octets, ""); }

TEST(AText, IsCutBeforeACharacterThatWouldNotFitWhole) {
    EXPECT_EQ(text(std::string(255, 'a')).octets.size(), 255u);
    EXPECT_EQ(text(std::string(254, 'a') + "\xc3\xa9").octets, std::string(254, 'a'));
    EXPECT_EQ(text(std::string(253, 'a') + "\xc3\xa9z").octets, std::string(253, 'a') + "\xc3\xa9");
    EXPECT_EQ(long_text(std::string(2000, 'a')).octets.size(), 1024u);
}

TEST(AText, OfBytesThatAreNoUtf8IsCutAllTheSame) { EXPECT_EQ(text(std::string(300, '\x80')).octets.size(), 252u); }

TEST(AGauge, StaysAtItsLargestValue) { EXPECT_EQ(unsigned32(1ull << 40).number, 4294967295u); }

TEST(ACounter, Wraps) { EXPECT_EQ(counter32((1ull << 32) + 5).number, 5u); }
