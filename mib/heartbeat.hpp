// SPDX-License-Identifier: Apache-2.0
// What the Master says to receivers beside the alarms: that it has started with its list of alarms, and from time to time that it lives.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "alarms/record.hpp"

namespace drs::mib {

/// Below drsNotifications, beside the alarms; they are in no spool and go to no other sink.
inline constexpr alarms::AlarmId heartbeat_number{101};
inline constexpr alarms::AlarmId alarm_list_rebuilt_number{102};

class Heartbeat {
public:
    using Clock = std::chrono::steady_clock;

    /// Where the alarms stand as one of them is made.
    struct Standing {
        std::uint64_t last_sequence = 0;
        std::uint32_t boot_epoch = 0;
        std::string node;
        std::size_t active = 0;
        model::TimePoint time{};
    };

    /// `interval` 0: no heartbeat.
    Heartbeat(std::chrono::seconds interval, Clock::time_point now);

    std::optional<Clock::time_point> due() const { return next_; }
    /// drsAlarmListRebuilt.
    static alarms::Record begin(const Standing& standing);
    /// drsHeartbeat, when its time has come.
    std::optional<alarms::Record> beat(Clock::time_point now, const Standing& standing);

private:
    const std::chrono::seconds interval_;
    std::optional<Clock::time_point> next_{};
};

}  // namespace drs::mib
