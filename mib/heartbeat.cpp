// SPDX-License-Identifier: Apache-2.0
#include "mib/heartbeat.hpp"

#include <fmt/format.h>

namespace drs::mib {

bool Heartbeat::take(Clock::time_point now) {
    if (interval_.count() == 0 || now < due_) return false;
    due_ = now + interval_;
    return true;
}

alarms::Record heartbeat_record(const control::Snapshot& snapshot, std::uint64_t last_sequence, model::TimePoint now) {
    const auto active = snapshot.alarms.size();
    alarms::Record record;
    record.sequence = last_sequence;
    record.boot_epoch = snapshot.boot_epoch;
    record.id = alarms::AlarmId::heartbeat;
    record.time = now;
    record.reporting_node = snapshot.node;
    record.detail.reason = fmt::format("the Master Agent lives; {} {} active", active, active == 1 ? "alarm is" : "alarms are");
    return record;
}

}  // namespace drs::mib
