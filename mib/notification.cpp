// SPDX-License-Identifier: Apache-2.0
#include "mib/notification.hpp"

#include <array>

namespace drs::mib {
namespace {

using alarms::Record;

constexpr std::array<SubId, 3> objects_at{objects_branch, 11, 7};  // drsNotifyObjects

const std::string& node_name(const Record& record) {
    return record.detail.node.empty() ? record.reporting_node : record.detail.node;
}

constexpr std::array objects{
    NotificationObject{1, "drsNotificationSequence", [](const Record& r) { return unsigned32(r.sequence); }},
    NotificationObject{2, "drsNotificationBootEpoch", [](const Record& r) { return unsigned32(r.boot_epoch); }},
    NotificationObject{3, "drsNotificationSeverity",
                       [](const Record& r) { return enumerated(perceived_severity(alarms::entry(r.id).severity, r.state)); }},
    NotificationObject{4, "drsNotificationState", [](const Record& r) { return enumerated(r.state); }},
    NotificationObject{5, "drsNotificationTime", [](const Record& r) { return date_and_time(r.time); }},
    NotificationObject{6, "drsNotificationNodeName", [](const Record& r) { return text(node_name(r)); }},
    NotificationObject{7, "drsNotificationFeature", [](const Record& r) { return text(r.detail.feature); }},
    NotificationObject{8, "drsNotificationComponent", [](const Record& r) { return text(r.detail.component); }},
    NotificationObject{9, "drsNotificationJobId", [](const Record& r) { return unsigned32(r.detail.job); }},
    NotificationObject{10, "drsNotificationReason", [](const Record& r) { return long_text(r.detail.reason); }},
};

}  // namespace

PerceivedSeverity perceived_severity(alarms::Severity severity, alarms::State state) {
    if (state == alarms::State::cleared) return PerceivedSeverity::cleared;
    switch (severity) {
        case alarms::Severity::error: return PerceivedSeverity::major;
        case alarms::Severity::warning: return PerceivedSeverity::warning;
        case alarms::Severity::informational: break;
    }
    return PerceivedSeverity::indeterminate;
}

std::string notification_name(std::string_view alarm_name) {
    constexpr std::string_view vendor = "CiscoDRF";
    if (alarm_name.starts_with(vendor)) alarm_name.remove_prefix(vendor.size());
    return "drs" + std::string(alarm_name);
}

Oid notification_oid(alarms::AlarmId id) { return {notifications_branch, static_cast<SubId>(id)}; }

std::span<const NotificationObject> notification_objects() { return objects; }

Oid instance_oid(const NotificationObject& object) {
    const std::array<SubId, 2> instance{object.number, 0};
    return joined(objects_at, instance);
}

}  // namespace drs::mib
