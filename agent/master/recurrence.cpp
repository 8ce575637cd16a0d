// SPDX-License-Identifier: Apache-2.0
#include "master/recurrence.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drs::master {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

/// A clock that was set back by up to a day has shown later dates than the one it shows.
constexpr days furthest_set_back{2};

/// Dates of a Gregorian calendar that the libraries can compute; due days lie well within.
model::TimePoint within_calendar(model::TimePoint instant) {
    constexpr model::TimePoint first = sys_days{std::chrono::year{-1} / 1 / 1};
    constexpr model::TimePoint last = sys_days{std::chrono::year{10000} / 1 / 31};
    return std::clamp(instant, first, last);
}

/// FNV-1a, then the last step of SplitMix64, because the low bits of FNV alone hardly change with the last characters.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
    return hash ^ (hash >> 31);
}

}  // namespace

Recurrence::Recurrence(const model::Schedule& schedule, const std::string& machine_zone)
    : zone_(schedule.zone.empty() ? machine_zone : schedule.zone),
      days_(schedule),
      name_(schedule.name),
      index_(schedule.index),
      randomise_(schedule.randomise) {}

std::optional<model::TimePoint> Recurrence::next(model::TimePoint after) const {
    // Of the days before the one on the clock all times have come already.
    for (auto day = days_.on_or_after(zone_.day_of(within_calendar(after))); day; day = days_.on_or_after(*day + days{1}))
        if (const auto due = due_on(*day); due > after) return due;
    return std::nullopt;
}

std::optional<model::TimePoint> Recurrence::last(model::TimePoint now) const {
    const auto latest = zone_.day_of(within_calendar(now)) + furthest_set_back;
    for (auto day = days_.on_or_before(latest); day; day = days_.on_or_before(*day - days{1}))
        if (const auto due = due_on(*day); due <= now) return due;
    return std::nullopt;
}

model::TimePoint Recurrence::randomised(model::TimePoint due, std::string_view appliance) const {
    auto most = randomise_;
    if (const auto following = next(due)) most = std::min(most, std::chrono::ceil<minutes>(*following - due) - minutes{1});
    if (most <= minutes{0}) return due;
    const auto text = fmt::format("{}\n{}\n{}\n{}", name_, index_, due.time_since_epoch().count(), appliance);
    return due + minutes{hash_of(text) % static_cast<std::uint64_t>(most.count() + 1)};
}

}  // namespace drs::master
