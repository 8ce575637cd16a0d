// SPDX-License-Identifier: Apache-2.0
// An alarm record as a notification of DRS-MIB: which one, and the ten objects that it carries.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "alarms/record.hpp"
#include "mib/oid.hpp"
#include "mib/value.hpp"

namespace drs::mib {

/// DrsSeverity: X.733's perceived severities.
enum class PerceivedSeverity { cleared = 1, indeterminate = 2, critical = 3, major = 4, minor = 5, warning = 6 };

PerceivedSeverity perceived_severity(alarms::Severity severity, alarms::State state);

/// CiscoDRFBackupFailure -> drsBackupFailure.
std::string notification_name(std::string_view alarm_name);
/// Below the root.
Oid notification_oid(alarms::AlarmId id);

/// The objects' names, in the order in which every notification carries them.
struct NotificationObject {
    SubId number;
    std::string_view name;
    Value (*read)(const alarms::Record& record);
};
std::span<const NotificationObject> notification_objects();
/// Below the root, with the instance.
Oid instance_oid(const NotificationObject& object);

}  // namespace drs::mib
