// SPDX-License-Identifier: Apache-2.0
// An alarm that lasts: what it is known by, when it began, how often it came again, and who knows of it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "alarms/record.hpp"

namespace drs::alarms {

/// What a stateful alarm is known by.
struct Key {
    AlarmId id{};
    std::string node, device, feature, component;
    std::string origin;  // the Local Agent's node whose alarm it is; empty: our own
    auto operator<=>(const Key&) const = default;
};

/// Of an alarm of our own.
Key key_of(AlarmId id, const Detail& detail);
Key key_of(const Record& record);

struct ActiveAlarm {
    /// The sequence of the raise that made it active: a number that stands for this time that it is active, also over restarts, and for no other.
    std::uint64_t number = 0;
    model::TimePoint first{}, last{};
    std::uint64_t repeats = 0;             // raises after the first
    Record raise;                          // the newest that was told
    std::optional<Record> acknowledged{};  // stays until the alarm is cleared
};

/// Whether the event `id` about `detail` ends an alarm. One of a backup or restore: on the same device only, for a backup to one says nothing about
/// another; what names no device ends with any. The deregistration of a node ends all that is about it or that its agent has raised.
bool ends(AlarmId id, const Detail& detail, const Key& key);

}  // namespace drs::alarms
