// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "refusal.hpp"

namespace drs::storage {
namespace {

using testing::ElementsAre;

constexpr std::string_view root = "<drfSchedule version=\"1\" next_index=\"20\">\n{}</drfSchedule>";

std::string refused(std::string_view schedules) {
    return refusal([&] { parse_schedules(fmt::format(root, schedules), "drfSchedule.xml"); });
}
/// A good schedule but for what `more` says.
std::string refused_with(std::string_view more, std::string_view start = "2026/11/23-02:00", std::string_view frequency = "daily") {
    return refused(fmt::format("<schedule index=\"1\" name=\"s\" device=\"d\" start=\"{}\" frequency=\"{}\" {}/>", start, frequency, more));
}

TEST(AScheduleFile, HoldsASchedule) {
    const auto file = parse_schedules(
        fmt::format(root, "<schedule index=\"3\" name=\"default\" device=\"nightly\" start=\"2026/11/23-02:00\" frequency=\"weekly\" "
                          "weekdays=\"TUE SAT\" enabled=\"true\"><feature name=\"UCM\"/><feature name=\"CDR_CAR\"/></schedule>"),
        "drfSchedule.xml");
    ASSERT_EQ(file.schedules.size(), 1u);
    const auto& schedule = file.schedules[0];
    EXPECT_EQ(schedule.index, 3u);
    EXPECT_EQ(schedule.device, "nightly");
    EXPECT_EQ(schedule.start, "2026/11/23-02:00");
    EXPECT_EQ(schedule.weekdays, std::bitset<7>(0b1000100));
    EXPECT_TRUE(schedule.enabled);
    EXPECT_THAT(schedule.features, ElementsAre("UCM", "CDR_CAR"));
}

TEST(AScheduleFile, IsDisabledUnlessItSaysOtherwise) {
    const auto file = parse_schedules(
        fmt::format(root, "<schedule index=\"1\" name=\"s\" device=\"d\" start=\"2026/11/23-02:00\" frequency=\"once\"/>"), "drfSchedule.xml");
    EXPECT_FALSE(file.schedules.at(0).enabled);
}

TEST(AScheduleFile, IsRefusedWithADateThatDoesNotExist) {
    for (const auto* start : {"2026/02/29-02:00", "2026/13/01-02:00", "2026/11/23-24:00", "2026/11/23-02:60", "2026-11-23-02:00", "2026/11/23-2:00", ""})
        EXPECT_EQ(refused_with("", start),
                  fmt::format("drfSchedule.xml:2: attribute `start` of <schedule> is `{}`; expected a date and time such as 2026/11/23-02:00", start));
    EXPECT_EQ(refused_with("", "2028/02/29-23:59"), "no refusal");
}

TEST(AScheduleFile, IsRefusedWithBadWeekdays) {
    for (const auto* days : {"MON MON", "MONDAY", "MON;TUE", "MON  TUE", " "})
        EXPECT_EQ(refused_with(fmt::format("weekdays=\"{}\"", days), "2026/11/23-02:00", "weekly"),
                  fmt::format("drfSchedule.xml:2: attribute `weekdays` of <schedule> is `{}`; expected days such as `TUE WED SAT`, each once", days));
    EXPECT_EQ(refused_with("weekdays=\"MON\"", "2026/11/23-02:00", "daily"),
              "drfSchedule.xml:2: <schedule> has weekdays, which only a weekly one has; remove them");
}

TEST(AScheduleFile, IsRefusedWhenItIsWeeklyOnNoDay) {
    for (const auto* days : {"", "weekdays=\"\""})
        EXPECT_EQ(refused_with(days, "2026/11/23-02:00", "weekly"),
                  "drfSchedule.xml:2: <schedule> is weekly and has no weekdays; add days such as `TUE WED SAT`");
}

TEST(AScheduleFile, HoldsTheOptionsBeyondTheGuide) {
    const auto file = parse_schedules(
        fmt::format(root, "<schedule index=\"1\" name=\"s\" device=\"d\" start=\"2026/11/23-02:00\" frequency=\"daily\" "
                          "zone=\"Australia/Lord_Howe\" randomise=\"720\" catch_up=\"false\" window=\"10080\"/>"),
        "drfSchedule.xml");
    const auto& schedule = file.schedules.at(0);
    EXPECT_EQ(schedule.zone, "Australia/Lord_Howe");
    EXPECT_EQ(schedule.randomise, std::chrono::hours{12});
    EXPECT_FALSE(schedule.catch_up);
    EXPECT_EQ(schedule.window, std::chrono::days{7});
}

TEST(AScheduleFile, NeedsNoneOfTheOptionsBeyondTheGuide) {
    const auto file = parse_schedules(
        fmt::format(root, "<schedule index=\"1\" name=\"s\" device=\"d\" start=\"2026/11/23-02:00\" frequency=\"daily\" enabled=\"true\"/>"),
        "drfSchedule.xml");
    const auto& schedule = file.schedules.at(0);
    EXPECT_EQ(schedule.zone, "");
    EXPECT_EQ(schedule.randomise.count(), 0);
    EXPECT_TRUE(schedule.catch_up);
    EXPECT_EQ(schedule.window.count(), 0);
    EXPECT_EQ(write_schedules(file).find("window"), std::string::npos);  // so that an older release reads it too
}

TEST(AScheduleFile, IsRefusedWithAnOptionOutOfItsRange) {
    for (const auto* minutes : {"721", "-1", "1.5", "", "an hour"})
        EXPECT_EQ(refused_with(fmt::format("randomise=\"{}\"", minutes)),
                  fmt::format("drfSchedule.xml:2: attribute `randomise` of <schedule> is `{}`; expected a whole number from 0 to 720", minutes));
    EXPECT_EQ(refused_with("window=\"10081\""),
              "drfSchedule.xml:2: attribute `window` of <schedule> is `10081`; expected a whole number from 0 to 10080");
    EXPECT_EQ(refused_with("catch_up=\"maybe\""), "drfSchedule.xml:2: attribute `catch_up` of <schedule> is `maybe`; expected true or false");
}

TEST(AScheduleFile, IsRefusedWithABadFrequencyOrName) {
    EXPECT_EQ(refused_with("", "2026/11/23-02:00", "yearly"),
              "drfSchedule.xml:2: attribute `frequency` of <schedule> is `yearly`; expected one of once, daily, weekly, monthly");
    EXPECT_EQ(refused("<schedule index=\"1\" name=\"a;b\"/>"),
              "drfSchedule.xml:2: attribute `name` of <schedule>: schedule name has `;` in it; allowed are letters, digits, blanks, `-` and `_`");
    EXPECT_EQ(refused("<schedule index=\"1\" name=\"a\" device=\"\"/>"), "drfSchedule.xml:2: attribute `device` of <schedule>: device name is empty");
}

TEST(AScheduleFile, IsRefusedWithAFeatureTwice) {
    EXPECT_EQ(refused("<schedule index=\"1\" name=\"a\" device=\"d\">\n<feature name=\"UCM\"/>\n<feature name=\"UCM\"/></schedule>"),
              "drfSchedule.xml:4: feature UCM is there twice; remove one");
}

TEST(AScheduleFile, IsRefusedWithTheSameNameOrIndexTwice) {
    constexpr std::string_view one = "<schedule index=\"{}\" name=\"{}\" device=\"d\" start=\"2026/11/23-02:00\" frequency=\"once\"/>\n";
    EXPECT_EQ(refused(fmt::format(one, 1, "a") + fmt::format(one, 2, "a")), "drfSchedule.xml:3: second schedule with the name `a`");
    EXPECT_EQ(refused(fmt::format(one, 1, "a") + fmt::format(one, 1, "b")), "drfSchedule.xml:3: second schedule with the index 1");
    EXPECT_EQ(refused(fmt::format(one, 20, "a")), "drfSchedule.xml:2: schedule index 20 is not below next_index 20");
    std::string eleven;
    for (int i = 1; i <= 11; ++i) eleven += fmt::format(one, i, fmt::format("s{}", i));
    EXPECT_EQ(refused(eleven), "drfSchedule.xml:12: more than 10 schedules; remove one");
}

TEST(AScheduleFile, IsNotWrittenWithABadStart) {
    ScheduleFile file{2, {{.index = 1, .name = "s", .device = "d", .start = "soon"}}};
    EXPECT_EQ(refusal([&] { write_schedules(file); }),
              "drfSchedule.xml (not written):3: attribute `start` of <schedule> is `soon`; expected a date and time such as 2026/11/23-02:00");
}

TEST(AScheduleFile, IsNotWrittenWithAnOptionOutOfItsRange) {
    ScheduleFile file{2, {{.index = 1, .name = "s", .device = "d", .start = "2026/11/23-02:00", .frequency = model::Frequency::daily}}};
    file.schedules[0].window = std::chrono::minutes{-1};
    EXPECT_EQ(refusal([&] { write_schedules(file); }),
              "drfSchedule.xml (not written):3: attribute `window` of <schedule> is `-1`; expected a whole number from 0 to 10080");
}

}  // namespace
}  // namespace drs::storage
