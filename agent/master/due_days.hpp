// SPDX-License-Identifier: Apache-2.0
// On which days of the calendar a schedule is due, before any time zone has a say.
#pragma once

#include <bitset>
#include <chrono>
#include <optional>

#include "model/schedule.hpp"

namespace drs::master {

/// Nothing is due before the start's day, or after the year 9999. Monthly keeps the start's day of the month; a shorter month has its last
/// day instead. A weekly schedule whose start is on none of its weekdays begins on the first one after it.
class DueDays {
public:
    /// Throws control::Refusal(bad_value): a start that is no date and time, a weekly schedule on no weekday.
    explicit DueDays(const model::Schedule& schedule);

    std::optional<std::chrono::local_days> on_or_after(std::chrono::local_days day) const;
    std::optional<std::chrono::local_days> on_or_before(std::chrono::local_days day) const;
    std::chrono::minutes time_of_day() const { return start_ - first_; }

private:
    bool is_due(std::chrono::local_days day) const;
    std::chrono::local_days in_month(std::chrono::year_month month) const;
    std::chrono::local_days first_from(std::chrono::local_days day) const;
    std::chrono::local_days last_until(std::chrono::local_days day) const;

    model::Frequency frequency_;
    std::bitset<7> weekdays_;
    model::LocalMinutes start_;
    std::chrono::local_days first_;  // the start's day
};

}  // namespace drs::master
