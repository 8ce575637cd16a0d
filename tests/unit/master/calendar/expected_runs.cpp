// SPDX-License-Identifier: Apache-2.0
#include "expected_runs.hpp"

#include <algorithm>
#include <ctime>

namespace drs::test {
namespace {

std::tm parts_of(Seconds wall) {
    std::tm parts{};
    gmtime_r(&wall, &parts);
    return parts;
}

bool is_due(const Asked& asked, Seconds wall) {
    switch (asked.frequency) {
        case model::Frequency::once: return wall == asked.start;
        case model::Frequency::daily: return true;
        case model::Frequency::weekly: return asked.weekdays.test(static_cast<std::size_t>(parts_of(wall).tm_wday));
        case model::Frequency::monthly: break;
    }
    const int wanted = parts_of(asked.start).tm_mday;
    const int day = parts_of(wall).tm_mday;
    const bool last_of_month = day >= 28 && parts_of(wall + a_day).tm_mday == 1;
    return day == wanted || (last_of_month && day < wanted);
}

}  // namespace

model::Schedule Asked::schedule(const std::string& zone) const {
    model::Schedule schedule;
    schedule.name = "asked";
    schedule.start = wall_text(start);
    schedule.frequency = frequency;
    schedule.weekdays = weekdays;
    schedule.zone = zone;
    return schedule;
}

std::vector<Run> expected_runs(const GlibcClock& clock, const Asked& asked, Seconds until) {
    std::vector<Run> runs;
    std::size_t hint = 0;
    for (auto wall = asked.start; wall <= until; wall += a_day) {
        if (!is_due(asked, wall)) continue;
        const auto instant = clock.first_showing(wall, hint);
        if (runs.empty() || runs.back().instant != instant) runs.push_back({instant, wall});
    }
    return runs;
}

bool is_in_order(const GlibcClock& clock, const Run& run) {
    Seconds shown_before = 0;  // the furthest that the clock has got before the run
    for (std::size_t i = 0; i < clock.stretches().size() && clock.stretches()[i].begin < run.instant; ++i) {
        const auto last = i + 1 < clock.stretches().size() ? std::min(clock.stretches()[i + 1].begin, run.instant) : run.instant;
        shown_before = std::max(shown_before, last - 1 + clock.stretches()[i].offset);
    }
    const auto shown = clock.shown_at(run.instant);
    const bool jumped_over = shown > run.wall && clock.shown_at(run.instant - 1) < run.wall;
    return shown_before < run.wall && (shown == run.wall || jumped_over);
}

std::string wall_text(Seconds wall) {
    const auto parts = parts_of(wall);
    char text[32];
    std::strftime(text, sizeof text, "%Y/%m/%d-%H:%M", &parts);
    return text;
}

}  // namespace drs::test
