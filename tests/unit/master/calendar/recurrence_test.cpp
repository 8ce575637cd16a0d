// SPDX-License-Identifier: Apache-2.0
#include "master/recurrence.hpp"

#include <gmock/gmock.h>

#include <set>

#include "control/refusal.hpp"
#include "instant.hpp"

namespace drs::test {
namespace {

using master::Recurrence;
using model::Frequency;
using model::Schedule;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::bitset<7> monday{0b0000010};

Schedule schedule(std::string zone, std::string start, Frequency frequency, std::bitset<7> weekdays = {}) {
    return {.index = 1, .name = "default", .start = std::move(start), .frequency = frequency, .weekdays = weekdays, .zone = std::move(zone)};
}

/// The first runs after an instant, in UTC.
std::vector<std::string> runs(const Schedule& schedule, const std::string& after, unsigned count = 3) {
    const Recurrence recurrence(schedule, "UTC");
    std::vector<std::string> found;
    for (auto due = recurrence.next(instant(after)); due && found.size() < count; due = recurrence.next(*due)) found.push_back(text_of(*due));
    return found;
}

std::string last(const Schedule& schedule, const std::string& now) {
    const auto due = Recurrence(schedule, "UTC").last(instant(now));
    return due ? text_of(*due) : "none";
}

std::string refused(const Schedule& schedule, const std::string& machine_zone = "UTC") {
    try {
        Recurrence(schedule, machine_zone);
    } catch (const control::Refusal& refusal) {
        return refusal.what();
    }
    return "no refusal";
}

TEST(ARecurrence, BeginsWithItsStart) {
    EXPECT_THAT(runs(schedule("Europe/Vienna", "2026/11/23-02:00", Frequency::daily), "2020-01-01 00:00"),
                ElementsAre("2026-11-23 01:00", "2026-11-24 01:00", "2026-11-25 01:00"));
}

TEST(ARecurrence, IsStrictlyAfterTheInstant) {
    const auto daily = schedule("UTC", "2026/11/23-02:00", Frequency::daily);
    EXPECT_THAT(runs(daily, "2026-11-24 02:00", 1), ElementsAre("2026-11-25 02:00"));
    EXPECT_THAT(runs(daily, "2026-11-24 01:59:59", 1), ElementsAre("2026-11-24 02:00"));
}

TEST(ARecurrence, HasItsLastRunAtOrBeforeTheInstant) {
    const auto daily = schedule("UTC", "2026/11/23-02:00", Frequency::daily);
    EXPECT_EQ(last(daily, "2026-11-24 02:00"), "2026-11-24 02:00");
    EXPECT_EQ(last(daily, "2026-11-24 01:59:59"), "2026-11-23 02:00");
    EXPECT_EQ(last(daily, "2026-11-23 01:59:59"), "none");
}

TEST(ARecurrence, RunsOnceWhenItIsOnce) {
    const auto once = schedule("UTC", "2026/11/23-02:00", Frequency::once);
    EXPECT_THAT(runs(once, "2020-01-01 00:00"), ElementsAre("2026-11-23 02:00"));
    EXPECT_THAT(runs(once, "2026-11-23 02:00"), IsEmpty());
    EXPECT_EQ(last(once, "2030-01-01 00:00"), "2026-11-23 02:00");
}

TEST(ARecurrence, BeginsOnTheFirstOfItsWeekdays) {
    // 2026-11-22 is a Sunday.
    EXPECT_THAT(runs(schedule("UTC", "2026/11/22-02:00", Frequency::weekly, model::set_default_weekdays), "2026-01-01 00:00", 6),
                ElementsAre("2026-11-24 02:00", "2026-11-25 02:00", "2026-11-26 02:00", "2026-11-27 02:00", "2026-11-28 02:00", "2026-12-01 02:00"));
    EXPECT_THAT(runs(schedule("UTC", "2026/11/23-02:00", Frequency::weekly, monday), "2026-01-01 00:00", 2),
                ElementsAre("2026-11-23 02:00", "2026-11-30 02:00"));
}

TEST(ARecurrence, FallsOnAShortMonthsLastDay) {
    EXPECT_THAT(runs(schedule("UTC", "2027/12/31-02:00", Frequency::monthly), "2027-12-01 00:00", 5),
                ElementsAre("2027-12-31 02:00", "2028-01-31 02:00", "2028-02-29 02:00", "2028-03-31 02:00", "2028-04-30 02:00"));
    EXPECT_THAT(runs(schedule("UTC", "2026/01/29-02:00", Frequency::monthly), "2026-01-30 00:00", 2),
                ElementsAre("2026-02-28 02:00", "2026-03-29 02:00"));
    EXPECT_EQ(last(schedule("UTC", "2026/01/31-02:00", Frequency::monthly), "2026-03-30 02:00"), "2026-02-28 02:00");
}

TEST(ARecurrence, RunsAfterTheGapThatSwallowsItsTime) {
    EXPECT_THAT(runs(schedule("Europe/Vienna", "2026/03/28-02:30", Frequency::daily), "2026-03-28 00:00"),
                ElementsAre("2026-03-28 01:30", "2026-03-29 01:00", "2026-03-30 00:30"));
}

TEST(ARecurrence, RunsAtTheFirstOfTwoEqualTimesOnly) {
    EXPECT_THAT(runs(schedule("Europe/Vienna", "2026/10/24-02:30", Frequency::daily), "2026-10-24 00:00"),
                ElementsAre("2026-10-24 00:30", "2026-10-25 00:30", "2026-10-26 01:30"));
    EXPECT_EQ(last(schedule("Europe/Vienna", "2026/10/24-02:30", Frequency::daily), "2026-10-25 01:30"), "2026-10-25 00:30");
}

TEST(ARecurrence, RunsOnceForADayThatIsLeftOut) {
    EXPECT_THAT(runs(schedule("Pacific/Apia", "2011/12/29-02:00", Frequency::daily), "2011-12-29 00:00", 4),
                ElementsAre("2011-12-29 12:00", "2011-12-30 10:00", "2011-12-30 12:00", "2011-12-31 12:00"));
    EXPECT_THAT(runs(schedule("Pacific/Kwajalein", "1993/08/20-06:00", Frequency::daily), "1993-08-20 00:00"),
                ElementsAre("1993-08-20 18:00", "1993-08-21 12:00", "1993-08-21 18:00"));
}

TEST(ARecurrence, IsOneRunWhenTwoDaysComeToTheSameInstant) {
    EXPECT_THAT(runs(schedule("Pacific/Apia", "2011/12/29-00:00", Frequency::daily), "2011-12-29 00:00"),
                ElementsAre("2011-12-29 10:00", "2011-12-30 10:00", "2011-12-31 10:00"));
}

TEST(ARecurrence, FollowsTheRulesOfItsZoneBeyondTheFilesTransitions) {
    EXPECT_THAT(runs(schedule("America/New_York", "2045/07/01-02:00", Frequency::once), "2045-01-01 00:00"), ElementsAre("2045-07-01 06:00"));
    EXPECT_THAT(runs(schedule("America/New_York", "2145/01/01-02:00", Frequency::once), "2045-01-01 00:00"), ElementsAre("2145-01-01 07:00"));
}

TEST(ARecurrence, KnowsOffsetsWithSeconds) {
    EXPECT_THAT(runs(schedule("Africa/Monrovia", "1971/06/01-02:00", Frequency::once), "1970-01-01 00:00"), ElementsAre("1971-06-01 02:44:30"));
}

TEST(ARecurrence, EndsWithTheYear9999) {
    const auto daily = schedule("Pacific/Kiritimati", "9999/12/30-23:59", Frequency::daily);
    EXPECT_THAT(runs(daily, "2026-01-01 00:00"), ElementsAre("9999-12-30 09:59", "9999-12-31 09:59"));
    const Recurrence recurrence(daily, "UTC");
    EXPECT_EQ(recurrence.next(model::TimePoint::max()), std::nullopt);
    EXPECT_EQ(text_of(*recurrence.last(model::TimePoint::max())), "9999-12-31 09:59");
    EXPECT_EQ(text_of(*recurrence.next(model::TimePoint::min())), "9999-12-30 09:59");
    EXPECT_EQ(recurrence.last(model::TimePoint::min()), std::nullopt);
}

TEST(ARecurrence, TakesTheMachinesZoneWhenTheScheduleHasNone) {
    const Recurrence recurrence(schedule("", "2026/11/23-02:00", Frequency::once), "Asia/Tokyo");
    EXPECT_EQ(text_of(*recurrence.next(instant("2026-01-01 00:00"))), "2026-11-22 17:00");
}

TEST(ARecurrence, IsRefusedWithAZoneThatTheMachineDoesNotKnow) {
    for (const auto* zone : {"Mars/Base", "../../etc/passwd", "/etc/localtime", "Etc/../UTC", "right/Europe/Vienna", "Europe", "CET-1CEST", "a b"})
        EXPECT_EQ(refused(schedule(zone, "2026/11/23-02:00", Frequency::daily)),
                  "this machine knows no time zone `" + std::string(zone) + "`; give an IANA name such as Europe/Vienna, or install tzdata");
}

TEST(ARecurrence, IsRefusedWithABadStartOrNoWeekday) {
    EXPECT_EQ(refused(schedule("UTC", "2026/02/29-02:00", Frequency::daily)),
              "schedule default starts at `2026/02/29-02:00`, which is no date and time; write it as 2026/11/23-02:00");
    EXPECT_EQ(refused(schedule("UTC", "2026/11/23-02:00", Frequency::weekly)), "schedule default is weekly and has no weekday; give at least one");
}

TEST(ARandomisedStart, IsTheSameEachTimeAndWithinItsBounds) {
    auto daily = schedule("UTC", "2026/01/01-02:00", Frequency::daily);
    daily.randomise = std::chrono::minutes{30};
    const Recurrence recurrence(daily, "UTC");
    const Recurrence again(daily, "UTC");
    std::set<std::int64_t> delays;
    for (auto due = instant("2026-01-01 02:00"); due < instant("2027-01-01 00:00"); due = *recurrence.next(due)) {
        const auto begin = recurrence.randomised(due, "cluster/pub");
        EXPECT_EQ(begin, again.randomised(due, "cluster/pub"));
        delays.insert(std::chrono::floor<std::chrono::minutes>(begin - due).count());
        EXPECT_EQ((begin - due) % std::chrono::minutes{1}, std::chrono::milliseconds{0});
    }
    EXPECT_EQ(delays.size(), 31u);  // 365 runs: each of 0 to 30 comes
    EXPECT_EQ(*delays.begin(), 0);
    EXPECT_EQ(*delays.rbegin(), 30);
}

TEST(ARandomisedStart, IsTheSameInEachRelease) {
    auto daily = schedule("UTC", "2026/01/01-02:00", Frequency::daily);
    daily.randomise = model::max_randomise;
    const Recurrence recurrence(daily, "UTC");
    EXPECT_EQ(text_of(recurrence.randomised(instant("2026-01-01 02:00"), "cluster/pub")), "2026-01-01 02:49");
    EXPECT_EQ(text_of(recurrence.randomised(instant("2026-01-02 02:00"), "cluster/pub")), "2026-01-02 08:00");
}

TEST(ARandomisedStart, DiffersBetweenAppliances) {
    auto daily = schedule("UTC", "2026/01/01-02:00", Frequency::daily);
    daily.randomise = model::max_randomise;
    const Recurrence recurrence(daily, "UTC");
    std::set<model::TimePoint> begins;
    for (int node = 0; node < 100; ++node) begins.insert(recurrence.randomised(instant("2026-01-01 02:00"), "node" + std::to_string(node)));
    EXPECT_GT(begins.size(), 80u);
}

TEST(ARandomisedStart, IsBeforeTheNextRunIsDue) {
    auto daily = schedule("Pacific/Apia", "2011/12/29-23:00", Frequency::daily);
    daily.randomise = model::max_randomise;
    const Recurrence recurrence(daily, "UTC");
    const auto due = instant("2011-12-30 09:00");  // the next is an hour later: the day between is left out
    ASSERT_EQ(text_of(*recurrence.next(due)), "2011-12-30 10:00");
    for (int node = 0; node < 500; ++node) EXPECT_LT(recurrence.randomised(due, std::to_string(node)), instant("2011-12-30 10:00"));
}

TEST(ARandomisedStart, IsTheDueTimeWhenNothingIsRandomised) {
    const auto due = instant("2026-01-01 02:00");
    EXPECT_EQ(Recurrence(schedule("UTC", "2026/01/01-02:00", Frequency::daily), "UTC").randomised(due, "pub"), due);
}

}  // namespace
}  // namespace drs::test
