// SPDX-License-Identifier: Apache-2.0
// Compares what the calendar answers with what it should, for one zone after the other; random choices are the same each time.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "expected_runs.hpp"
#include "master/recurrence.hpp"

namespace drs::test {

inline constexpr int first_year = 1990, last_year = 2050;

/// All zones of tzdata ($TZDIR, else /usr/share/zoneinfo), sorted.
std::vector<std::string> all_zones();

struct Tally {
    std::uint64_t zones = 0, schedules = 0, answers = 0, violations = 0;
    std::vector<std::string> first_violations;  // ten at most
};

class ZoneSweep {
public:
    ZoneSweep(const std::string& zone, Tally& tally);

    /// Each kind of schedule through all years, asked for one run after the other.
    void whole_years();
    /// Schedules at and around each change of the clock, asked from instants at and around it.
    void around_changes();

private:
    void walk(const Asked& asked);
    void around(const Stretch& change, Seconds wall);
    void probe(const Asked& asked, Seconds until, Seconds change);
    void ask(const master::Recurrence& recurrence, const Asked& asked, const std::vector<Run>& runs, model::TimePoint from);
    void expect_equal(const Asked& asked, const char* question, model::TimePoint from, std::optional<model::TimePoint> got,
                      std::optional<model::TimePoint> expected);
    void violation(const Asked& asked, const std::string& text);

    Seconds random(Seconds least, Seconds most) { return std::uniform_int_distribution<Seconds>(least, most)(random_); }
    std::bitset<7> some_weekdays() { return static_cast<unsigned long>(random(1, 127)); }

    std::string zone_;
    Tally& tally_;
    GlibcClock clock_;
    std::mt19937_64 random_;
};

}  // namespace drs::test
