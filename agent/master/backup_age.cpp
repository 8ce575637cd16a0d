// SPDX-License-Identifier: Apache-2.0
#include "master/backup_age.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drs::master {
namespace {

using namespace std::chrono;

constexpr milliseconds without_schedules = days(7);
constexpr milliseconds grace = days(1);
constexpr int runs_looked_at = 8;  // covers a week of chosen weekdays

/// Between two runs to come; nothing when fewer than two do.
std::optional<milliseconds> longest_pause(const Recurrence& recurrence, model::TimePoint now) {
    std::optional<milliseconds> longest;
    auto at = recurrence.next(now);
    for (int i = 0; at && i < runs_looked_at; ++i) {
        const auto next = recurrence.next(*at);
        if (!next) break;
        longest = std::max(longest.value_or(milliseconds(0)), *next - *at);
        at = next;
    }
    return longest;
}

milliseconds limit_of(const std::vector<Recurrence>& enabled, model::TimePoint now) {
    std::optional<milliseconds> shortest;
    for (const auto& recurrence : enabled)
        if (const auto pause = longest_pause(recurrence, now)) shortest = std::min(shortest.value_or(*pause), *pause);
    return shortest ? *shortest + grace : without_schedules;
}

}  // namespace

std::optional<std::string> no_recent_backup(const std::vector<Recurrence>& enabled, std::optional<model::TimePoint> last_good,
                                            model::TimePoint installed, model::TimePoint now, unsigned days_allowed) {
    const auto limit = days_allowed > 0 ? milliseconds(days(days_allowed)) : limit_of(enabled, now);
    const bool good = last_good && *last_good >= installed;
    if (now - (good ? *last_good : installed) <= limit) return std::nullopt;
    const auto hours = duration_cast<std::chrono::hours>(limit).count();
    if (good) return fmt::format("the last good backup is older than {} hours; start one, and see history backup and schedule list", hours);
    return fmt::format("there is no good backup of the present product version, which runs for more than {} hours; start one", hours);
}

}  // namespace drs::master
