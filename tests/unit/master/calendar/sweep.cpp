// SPDX-License-Identifier: Apache-2.0
#include "sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "instant.hpp"

namespace drs::test {
namespace {

namespace fs = std::filesystem;
using model::Frequency;
using model::TimePoint;
using std::chrono::milliseconds;

constexpr Seconds beginning_of(int year) {
    return std::chrono::sys_days{std::chrono::year{year} / 1 / 1}.time_since_epoch().count() * a_day;
}
constexpr Seconds first_day = beginning_of(first_year);
constexpr Seconds last_day = beginning_of(last_year + 1) - a_day;

TimePoint time_point(Seconds instant) { return TimePoint{std::chrono::seconds{instant}}; }

bool is_zone_file(const fs::path& file) {
    char magic[4] = {};
    std::ifstream(file, std::ios::binary).read(magic, sizeof magic);
    return std::string_view(magic, sizeof magic) == "TZif";
}

/// The same day of the month in the December before, which has all of them.
Seconds same_day_in_december(Seconds wall) {
    std::tm parts{};
    gmtime_r(&wall, &parts);
    parts.tm_year -= 1;
    parts.tm_mon = 11;
    return timegm(&parts);
}

/// Whole minutes at, within and just outside what the change skips or repeats.
std::set<Seconds> nasty_walls(const Stretch& change, Seconds offset_before) {
    const auto low = change.begin + std::min(offset_before, change.offset);
    const auto high = change.begin + std::max(offset_before, change.offset);
    std::set<Seconds> walls;
    for (const auto wall : {low - a_minute, low, low + a_minute, (low + high) / 2, high - a_minute, high, high + a_minute})
        walls.insert(wall - wall % a_minute);
    return walls;
}

}  // namespace

std::vector<std::string> all_zones() {
    const char* chosen = std::getenv("TZDIR");
    const fs::path directory = chosen ? chosen : "/usr/share/zoneinfo";
    std::vector<std::string> zones;
    for (auto entry = fs::recursive_directory_iterator(directory); entry != fs::recursive_directory_iterator(); ++entry) {
        const auto name = entry->path().lexically_relative(directory).string();
        if (name == "posix" || name == "right") entry.disable_recursion_pending();  // the same once more, and with leap seconds
        else if (entry->is_regular_file() && name != "localtime" && name != "posixrules" && is_zone_file(entry->path())) zones.push_back(name);
    }
    std::sort(zones.begin(), zones.end());
    return zones;
}

ZoneSweep::ZoneSweep(const std::string& zone, Tally& tally)
    : zone_(zone), tally_(tally), clock_(zone, first_day - 400 * a_day, last_day + 400 * a_day) {
    std::seed_seq seed(zone.begin(), zone.end());
    random_.seed(seed);
    ++tally_.zones;
}

void ZoneSweep::whole_years() {
    const auto& stretches = clock_.stretches();
    std::vector<Seconds> times{random(0, 1439) * a_minute};
    for (int i = 0; i < 2 && stretches.size() > 1; ++i) {
        const auto change = static_cast<std::size_t>(random(1, static_cast<Seconds>(stretches.size()) - 1));
        for (const auto wall : nasty_walls(stretches[change], stretches[change - 1].offset))
            if (random(0, 6) == 0) times.push_back(wall % a_day);
    }
    for (const auto time : times) {
        walk({Frequency::daily, {}, first_day + time});
        walk({Frequency::weekly, some_weekdays(), first_day + random(0, 30) * a_day + time});
        for (const Seconds day : {random(0, 27), Seconds{28}, Seconds{29}, Seconds{30}}) walk({Frequency::monthly, {}, first_day + day * a_day + time});
    }
}

void ZoneSweep::walk(const Asked& asked) {
    const master::Recurrence recurrence(asked.schedule(zone_), "UTC");
    ++tally_.schedules;
    auto from = time_point(asked.start - 5 * a_day);
    for (const auto& run : expected_runs(clock_, asked, last_day)) {
        const auto due = time_point(run.instant);
        if (!is_in_order(clock_, run)) violation(asked, fmt::format("the run of {} at {} is not in order", wall_text(run.wall), text_of(due)));
        expect_equal(asked, "next", from, recurrence.next(from), due);
        expect_equal(asked, "last", due, recurrence.last(due), due);
        from = due;
    }
}

void ZoneSweep::around_changes() {
    const auto& stretches = clock_.stretches();
    for (std::size_t i = 1; i < stretches.size(); ++i)
        if (stretches[i].begin >= first_day && stretches[i].begin <= last_day)
            for (const auto wall : nasty_walls(stretches[i], stretches[i - 1].offset)) around(stretches[i], wall);
}

void ZoneSweep::around(const Stretch& change, Seconds wall) {
    const auto weekday = static_cast<unsigned>((wall / a_day + 4) % 7);  // 1970 began on a Thursday
    const std::bitset<7> only_then(1u << weekday);
    probe({Frequency::once, {}, wall}, wall, change.begin);
    probe({Frequency::daily, {}, wall - 3 * a_day}, wall + 5 * a_day, change.begin);
    probe({Frequency::weekly, only_then, wall - 8 * a_day}, wall + 16 * a_day, change.begin);
    probe({Frequency::weekly, some_weekdays(), wall - 8 * a_day}, wall + 16 * a_day, change.begin);
    const auto monthly = same_day_in_december(wall);
    probe({Frequency::monthly, {}, monthly}, wall + 70 * a_day, change.begin);
    const auto days_to_31 = 31 - std::stoi(wall_text(monthly).substr(8, 2));
    probe({Frequency::monthly, {}, monthly + days_to_31 * a_day}, wall + 70 * a_day, change.begin);
}

void ZoneSweep::probe(const Asked& asked, Seconds until, Seconds change) {
    const master::Recurrence recurrence(asked.schedule(zone_), "UTC");
    const auto runs = expected_runs(clock_, asked, until);
    ++tally_.schedules;
    for (const Seconds shift : {-an_hour, Seconds{0}, an_hour, random(-2 * a_day, 2 * a_day)})
        for (const int thousandths : {-1, 0, 1}) ask(recurrence, asked, runs, time_point(change + shift) + milliseconds{thousandths});
    for (const auto& run : runs) {
        if (std::abs(run.instant - change) > 2 * a_day) continue;
        if (!is_in_order(clock_, run)) violation(asked, fmt::format("the run of {} is not in order", wall_text(run.wall)));
        for (const int thousandths : {-1, 0, 1}) ask(recurrence, asked, runs, time_point(run.instant) + milliseconds{thousandths});
    }
}

void ZoneSweep::ask(const master::Recurrence& recurrence, const Asked& asked, const std::vector<Run>& runs, TimePoint from) {
    const auto after = std::upper_bound(runs.begin(), runs.end(), from, [](TimePoint t, const Run& run) { return t < time_point(run.instant); });
    std::optional<TimePoint> next, last;
    if (after != runs.end()) next = time_point(after->instant);
    if (after != runs.begin()) last = time_point(std::prev(after)->instant);
    expect_equal(asked, "next", from, recurrence.next(from), next);
    expect_equal(asked, "last", from, recurrence.last(from), last);
}

void ZoneSweep::expect_equal(const Asked& asked, const char* question, TimePoint from, std::optional<TimePoint> got,
                             std::optional<TimePoint> expected) {
    ++tally_.answers;
    if (got == expected) return;
    const auto shown = [](std::optional<TimePoint> due) { return due ? text_of(*due) : std::string("none"); };
    violation(asked, fmt::format("{} of {} is {}, expected {}", question, text_of(from), shown(got), shown(expected)));
}

void ZoneSweep::violation(const Asked& asked, const std::string& text) {
    ++tally_.violations;
    if (tally_.first_violations.size() == 10) return;
    tally_.first_violations.push_back(fmt::format("{} {} from {} on days {}: {}", zone_, word(asked.frequency), wall_text(asked.start),
                                                  asked.weekdays.to_string(), text));
}

}  // namespace drs::test
