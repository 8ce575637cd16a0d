// SPDX-License-Identifier: Apache-2.0
#include "mib/heartbeat.hpp"

#include <fmt/format.h>

namespace drs::mib {
namespace {

alarms::Record record_of(alarms::AlarmId number, const Heartbeat::Standing& standing, std::string reason) {
    alarms::Record record;
    record.sequence = standing.last_sequence;
    record.boot_epoch = standing.boot_epoch;
    record.id = number;
    record.time = standing.time;
    record.reporting_node = standing.node;
    record.detail.reason = std::move(reason);
    return record;
}

}  // namespace

Heartbeat::Heartbeat(std::chrono::seconds interval, Clock::time_point now) : interval_(interval) {
    if (interval_.count() > 0) next_ = now + interval_;
}

alarms::Record Heartbeat::begin(const Standing& standing) {
    return record_of(alarm_list_rebuilt_number, standing, fmt::format("The Master has started; active alarms: {}.", standing.active));
}

std::optional<alarms::Record> Heartbeat::beat(Clock::time_point now, const Standing& standing) {
    if (!next_ || now < *next_) return std::nullopt;
    next_ = now + interval_;
    return record_of(heartbeat_number, standing, fmt::format("The Master lives; active alarms: {}.", standing.active));
}

}  // namespace drs::mib
