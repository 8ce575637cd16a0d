// SPDX-License-Identifier: Apache-2.0
#include "master/strangers.hpp"

#include <gmock/gmock.h>

namespace drs::master {
namespace {

using namespace std::chrono_literals;

class AStranger : public testing::Test {
protected:
    Strangers strangers;
    model::TimePoint now{std::chrono::milliseconds(1'795'000'000'000)};
    bool told(const std::string& address) { return strangers.came(address, now).has_value(); }
    std::string last_words(const std::string& address) {
        const auto untold = strangers.came(address, now);
        return untold ? words_of(*untold) : "not told";
    }
    void fill_the_table() {
        for (std::size_t i = 0; i < Strangers::most_addresses; ++i) ASSERT_TRUE(told("10.0.0." + std::to_string(i)));
    }
};

TEST_F(AStranger, IsToldAtOnce) { EXPECT_EQ(last_words("10.0.0.1"), ""); }

TEST_F(AStranger, IsToldOnceAMinute) {
    ASSERT_TRUE(told("10.0.0.1"));
    now += 59s + 999ms;
    EXPECT_FALSE(told("10.0.0.1"));
    now += 1ms;
    EXPECT_TRUE(told("10.0.0.1"));
}

TEST_F(AStranger, IsToldWithTheNumberOfAttemptsThatWereNot) {
    for (int i = 0; i < 8; ++i) told("10.0.0.1");
    now += 1min;
    EXPECT_EQ(last_words("10.0.0.1"), "; 7 attempts more from there since it was last told");
    now += 1min;
    EXPECT_EQ(last_words("10.0.0.1"), "");
}

TEST_F(AStranger, DoesNotKeepAnotherFromBeingTold) {
    ASSERT_TRUE(told("10.0.0.1"));
    EXPECT_EQ(last_words("10.0.0.2"), "");
}

TEST_F(AStranger, IsOnlyCountedWhenThereAreTooMany) {
    fill_the_table();
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(told("10.9.9." + std::to_string(i)));
    now += 1min;
    EXPECT_EQ(last_words("10.0.0.1"), "; 3 attempts from other addresses were not told");
}

TEST_F(AStranger, MakesRoomAfterItsMinuteAndIsStillCounted) {
    fill_the_table();
    told("10.0.0.1");
    now += 1min;
    EXPECT_EQ(last_words("10.9.9.9"), "; 1 attempt from other addresses was not told");
}

TEST_F(AStranger, IsNotKeptQuietByAClockThatWasSetBack) {
    ASSERT_TRUE(told("10.0.0.1"));
    now -= 1h;
    EXPECT_TRUE(told("10.0.0.1"));
}

}  // namespace
}  // namespace drs::master
