// SPDX-License-Identifier: Apache-2.0
// The one alarm that says how a job ended: told after the end is in the history, so that the two never contradict each other.
#pragma once

#include <string>

#include "alarms/alarms.hpp"
#include "model/job.hpp"

namespace drs::master {

/// BackupCompleted or RestoreCompleted, BackupFailure or RestoreFailure; nothing for a canceled job. `node` is the Master's own.
void tell_end(alarms::Alarms& alarms, const std::string& node, const model::Job& job);

/// Whether tell_end has nothing left to do, in this process or an earlier one.
bool end_is_told(const alarms::Alarms& alarms, const model::Job& job);

}  // namespace drs::master
