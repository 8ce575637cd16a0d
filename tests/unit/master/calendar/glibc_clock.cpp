// SPDX-License-Identifier: Apache-2.0
#include "glibc_clock.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <limits>

namespace drs::test {
namespace {

Seconds offset_at(Seconds instant) {
    std::tm parts{};
    localtime_r(&instant, &parts);
    return parts.tm_gmtoff;
}

/// The first instant after `low` whose offset differs from that at `low`; it is known to differ at `high`.
Seconds first_change(Seconds low, Seconds high) {
    const auto before = offset_at(low);
    while (high - low > 1) {
        const auto middle = low + (high - low) / 2;
        (offset_at(middle) == before ? low : high) = middle;
    }
    return high;
}

}  // namespace

GlibcClock::GlibcClock(const std::string& zone, Seconds from, Seconds to) {
    setenv("TZ", (":" + zone).c_str(), 1);
    tzset();
    stretches_.push_back({from, offset_at(from)});
    for (auto instant = from; instant < to;) {
        const auto ahead = std::min(instant + a_day / 2, to);
        const auto offset = offset_at(ahead);
        if (offset == stretches_.back().offset) {
            instant = ahead;
            continue;
        }
        instant = first_change(instant, ahead);
        stretches_.push_back({instant, offset_at(instant)});
    }
}

Seconds GlibcClock::shown_at(Seconds instant) const {
    const auto after = std::upper_bound(stretches_.begin() + 1, stretches_.end(), instant, [](Seconds t, const Stretch& s) { return t < s.begin; });
    return instant + std::prev(after)->offset;
}

Seconds GlibcClock::first_showing(Seconds wall, std::size_t& hint) const {
    for (;; ++hint) {
        const auto& stretch = stretches_[hint];
        const auto end = hint + 1 < stretches_.size() ? stretches_[hint + 1].begin : std::numeric_limits<Seconds>::max();
        const auto instant = std::max(stretch.begin, wall - stretch.offset);
        if (instant < end) return instant;
    }
}

}  // namespace drs::test
