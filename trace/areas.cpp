// SPDX-License-Identifier: Apache-2.0
#include "trace/areas.hpp"

#include <algorithm>

namespace drs::trace {
namespace {

constexpr std::array<std::string_view, area_count> words{"master", "local", "control", "scheduler", "jobs", "devices", "sftp", "alarms", "snmp", "trace"};

struct Member {
    std::string_view of;  // class
    Area area;
};

// In the order of the names, for the search by halves.
constexpr Member members[] = {
    {"Agent", Area::local},
    {"AlarmDesk", Area::alarms},
    {"AlarmResync", Area::alarms},
    {"Alarms", Area::alarms},
    {"BackupJob", Area::jobs},
    {"ClogHistory", Area::snmp},
    {"ControlServer", Area::control},
    {"ControlService", Area::control},
    {"Daemon", Area::master},
    {"Delivery", Area::snmp},
    {"DeviceRegistry", Area::devices},
    {"DeviceTrials", Area::devices},
    {"Expiry", Area::jobs},
    {"Hooks", Area::jobs},
    {"JobRequests", Area::jobs},
    {"JobStarter", Area::jobs},
    {"NodeListener", Area::master},
    {"NodeSession", Area::master},
    {"NotificationSink", Area::snmp},
    {"Operation", Area::jobs},
    {"Operations", Area::jobs},
    {"Platform", Area::jobs},
    {"Receivers", Area::snmp},
    {"Registrations", Area::master},
    {"RequestHandler", Area::snmp},
    {"RestoreJob", Area::jobs},
    {"ScheduleRegistry", Area::scheduler},
    {"Scheduler", Area::scheduler},
    {"Schedules", Area::scheduler},
    {"Session", Area::local},
    {"SetLists", Area::devices},
    {"SftpDevice", Area::sftp},
    {"SinkThread", Area::alarms},
    {"SnmpAgent", Area::snmp},
    {"SnmpLibrary", Area::snmp},
    {"Spool", Area::alarms},
    {"Streams", Area::local},
    {"SyslogSink", Area::alarms},
    {"Trace", Area::trace},
    {"TraceLevels", Area::control},
};
static_assert(std::is_sorted(std::begin(members), std::end(members), [](const Member& a, const Member& b) { return a.of < b.of; }));

}  // namespace

std::string_view word(Area area) { return words[static_cast<std::size_t>(area)]; }

std::optional<Area> area_named(std::string_view word) {
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) return std::nullopt;
    return static_cast<Area>(found - words.begin());
}

Area area_of(std::string_view where) {
    const auto of = where.substr(0, where.find('.'));
    const auto found = std::lower_bound(std::begin(members), std::end(members), of, [](const Member& member, std::string_view name) { return member.of < name; });
    return found != std::end(members) && found->of == of ? found->area : Area::trace;
}

}  // namespace drs::trace
