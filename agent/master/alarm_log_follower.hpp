// SPDX-License-Identifier: Apache-2.0
// Keeps the newest records of the spool as rows of the alarm log, for the snapshots.
#pragma once

#include "control/alarm_log.hpp"
#include "master/operation.hpp"

namespace drs::master {

class AlarmLogFollower {
public:
    explicit AlarmLogFollower(Means& means) : means_(means), log_(means.settings.alarm.log_rows) {}

    /// With all that is durable by now; the first call reads what an earlier process has left.
    const control::AlarmLogView& read_on();

private:
    Means& means_;
    control::AlarmLog log_;
    std::uint64_t position_ = 0;  // the last sequence that was asked for
};

}  // namespace drs::master
