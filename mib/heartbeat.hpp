// SPDX-License-Identifier: Apache-2.0
// The notification that comes every so often to say that the Master lives and which alarm was the last.
#pragma once

#include <chrono>
#include <optional>

#include "alarms/record.hpp"
#include "control/snapshot.hpp"

namespace drs::mib {

/// When the next one is due. The first comes an interval after the start.
class Heartbeat {
public:
    using Clock = std::chrono::steady_clock;

    /// Every `interval`; 0: never.
    Heartbeat(std::chrono::seconds interval, Clock::time_point now) : interval_(interval), due_(now + interval) {}

    std::optional<Clock::time_point> due() const { return interval_.count() == 0 ? std::nullopt : std::optional(due_); }
    /// Whether one is due now. Those that were missed, because the machine slept, are not made up for.
    bool take(Clock::time_point now);
    std::chrono::seconds interval() const { return interval_; }

private:
    const std::chrono::seconds interval_;
    Clock::time_point due_;
};

/// Takes no number of its own.
alarms::Record heartbeat_record(const control::Snapshot& snapshot, std::uint64_t last_sequence, model::TimePoint now);

}  // namespace drs::mib
