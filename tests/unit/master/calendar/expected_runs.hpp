// SPDX-License-Identifier: Apache-2.0
// When a schedule should run, found by looking at each day of the calendar.
#pragma once

#include <bitset>
#include <vector>

#include "glibc_clock.hpp"
#include "model/schedule.hpp"

namespace drs::test {

struct Asked {
    model::Frequency frequency = model::Frequency::daily;
    std::bitset<7> weekdays;
    Seconds start = 0;  // on the wall, a whole minute

    model::Schedule schedule(const std::string& zone) const;
};

struct Run {
    Seconds instant = 0;
    Seconds wall = 0;  // what was asked for that day
};

/// The runs of all days whose asked wall time is at most `until`, one an instant, in order.
std::vector<Run> expected_runs(const GlibcClock& clock, const Asked& asked, Seconds until);

/// Whether the clock shows the asked time there for the first time, or jumps over it right there.
bool is_in_order(const GlibcClock& clock, const Run& run);

/// `2026/03/29-02:30`
std::string wall_text(Seconds wall);

}  // namespace drs::test
