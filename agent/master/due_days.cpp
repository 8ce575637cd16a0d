// SPDX-License-Identifier: Apache-2.0
#include "master/due_days.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "control/refusal.hpp"

namespace drs::master {
namespace {

using control::Kind;
using control::Refusal;
using model::Frequency;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::months;
using std::chrono::year_month;
using std::chrono::year_month_day;
using std::chrono::year_month_day_last;

constexpr local_days end_of_calendar{std::chrono::year{9999} / 12 / 31};

year_month month_of(local_days day) {
    const year_month_day date{day};
    return date.year() / date.month();
}

model::LocalMinutes start_of(const model::Schedule& schedule) {
    if (const auto start = model::parse_start(schedule.start)) return *start;
    throw Refusal(Kind::bad_value, fmt::format("schedule {} starts at `{}`, which is no date and time; write it as 2026/11/23-02:00",
                                               schedule.name, schedule.start));
}

}  // namespace

DueDays::DueDays(const model::Schedule& schedule)
    : frequency_(schedule.frequency),
      weekdays_(schedule.weekdays),
      start_(start_of(schedule)),
      first_(std::chrono::floor<days>(start_)) {
    if (frequency_ == Frequency::weekly && weekdays_.none())
        throw Refusal(Kind::bad_value, fmt::format("schedule {} is weekly and has no weekday; give at least one", schedule.name));
}

std::optional<local_days> DueDays::on_or_after(local_days day) const {
    if (frequency_ == Frequency::once) return day <= first_ ? std::optional(first_) : std::nullopt;
    const auto found = first_from(std::max(day, first_));
    return found <= end_of_calendar ? std::optional(found) : std::nullopt;
}

std::optional<local_days> DueDays::on_or_before(local_days day) const {
    if (frequency_ == Frequency::once) return day >= first_ ? std::optional(first_) : std::nullopt;
    const auto found = last_until(std::min(day, end_of_calendar));
    return found >= first_ ? std::optional(found) : std::nullopt;
}

local_days DueDays::first_from(local_days day) const {
    if (frequency_ == Frequency::monthly) {
        const auto found = in_month(month_of(day));
        return found >= day ? found : in_month(month_of(day) + months{1});
    }
    while (!is_due(day)) day += days{1};
    return day;
}

local_days DueDays::last_until(local_days day) const {
    if (frequency_ == Frequency::monthly) {
        const auto found = in_month(month_of(day));
        return found <= day ? found : in_month(month_of(day) - months{1});
    }
    while (!is_due(day)) day -= days{1};
    return day;
}

bool DueDays::is_due(local_days day) const {
    return frequency_ == Frequency::daily || weekdays_.test(std::chrono::weekday{day}.c_encoding());
}

local_days DueDays::in_month(year_month month) const {
    const auto last = year_month_day_last{month.year(), month.month() / std::chrono::last}.day();
    return local_days{month / std::min(year_month_day{first_}.day(), last)};
}

}  // namespace drs::master
