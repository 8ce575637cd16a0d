// SPDX-License-Identifier: Apache-2.0
// From what went wrong to the alarm that says so: the one table.
#pragma once

#include "alarms/catalogue.hpp"
#include "model/words.hpp"
#include "storage/device/error.hpp"

namespace drs::master {

/// What a device's failure is called: by its kind.
alarms::AlarmId alarm_of_device(model::DeviceKind kind);
/// That the operation cannot reach its device at all, or lost it.
alarms::AlarmId alarm_of_access(model::JobKind job);
alarms::AlarmId alarm_of_component(model::JobKind job);
alarms::AlarmId alarm_of_disconnect(model::JobKind job);
alarms::AlarmId alarm_of_failed_job(model::JobKind job);
alarms::AlarmId alarm_of_completed_job(model::JobKind job);

}  // namespace drs::master
