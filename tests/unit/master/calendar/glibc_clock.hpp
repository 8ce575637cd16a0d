// SPDX-License-Identifier: Apache-2.0
// A zone's clock as glibc's localtime_r shows it: what the calendar is judged by, and no code that the calendar uses.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace drs::test {

using Seconds = std::int64_t;  // since 1970 in UTC; of a wall clock: the same count, as if the wall were UTC
inline constexpr Seconds a_minute = 60, an_hour = 3600, a_day = 86400;

/// One offset from UTC, until the next stretch begins.
struct Stretch {
    Seconds begin = 0;
    Seconds offset = 0;  // east is positive
};

/// Sets TZ of the whole process: one at a time, one thread.
class GlibcClock {
public:
    /// Knows `from` to `to`; the first stretch begins there. Two changes within half a day that cancel each other are not seen.
    GlibcClock(const std::string& zone, Seconds from, Seconds to);

    const std::vector<Stretch>& stretches() const { return stretches_; }
    Seconds shown_at(Seconds instant) const;
    /// The first instant that shows `wall` or later, by walking through the stretches, from number `hint` on, which is set to where it was found.
    Seconds first_showing(Seconds wall, std::size_t& hint) const;

private:
    std::vector<Stretch> stretches_;
};

}  // namespace drs::test
