// SPDX-License-Identifier: Apache-2.0
#include "model/schedule.hpp"

#include <gmock/gmock.h>

using namespace drs::model;

TEST(AStart, IsADateAndTimeOnTheWall) {
    using namespace std::chrono;
    EXPECT_EQ(parse_start("2028/02/29-23:59"), LocalMinutes{local_days{2028y / 2 / 29} + 23h + 59min});
    EXPECT_EQ(parse_start("0000/01/01-00:00"), LocalMinutes{local_days{0y / 1 / 1}});
}

TEST(AStart, IsNothingWhenItDoesNotExist) {
    for (const char* text : {"", "2026/02/29-02:00", "2026/13/01-02:00", "2026/00/01-02:00", "2026/01/00-02:00", "2026/11/23-24:00",
                             "2026/11/23-02:60", "2026-11-23-02:00", "2026/11/23-2:00", "2026/11/23-02:00 ", "2026/11/23", "202a/11/23-02:00"})
        EXPECT_EQ(parse_start(text), std::nullopt) << text;
}

TEST(SetDefault, IsTuesdayToSaturday) {
    std::string days;
    for (std::size_t day = 0; day < 7; ++day) days += set_default_weekdays.test(day) ? "SMTWTFS"[day] : '-';
    EXPECT_EQ(days, "--TWTFS");
}
