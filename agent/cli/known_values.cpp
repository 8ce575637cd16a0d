// SPDX-License-Identifier: Apache-2.0
#include "cli/known_values.hpp"

#include <algorithm>

#include "cli/log_tree.hpp"

namespace drs::cli {
namespace {

using Names = std::vector<std::string>;

Names devices(KnownValues& known, const std::string&) {
    Names names;
    for (const auto& device : known.snapshot().devices) names.push_back(device.name);
    return names;
}

Names devices_or_all(KnownValues& known, const std::string& begun) {
    auto names = devices(known, begun);
    names.push_back("*");
    return names;
}

Names nodes(KnownValues& known, const std::string&) {
    Names names;
    for (const auto& node : known.snapshot().nodes) names.push_back(node.name);
    return names;
}

Names sets(KnownValues& known, const std::string&) {
    Names names;
    for (const auto& row : known.snapshot().backups)
        if (row.job.set) names.push_back(row.job.set->tar_name());
    return names;
}

Names schedules(KnownValues& known, const std::string&) {
    Names names;
    for (const auto& row : known.snapshot().schedules) names.push_back(row.schedule.name);
    return names;
}

Names schedules_or_all(KnownValues& known, const std::string& begun) {
    auto names = schedules(known, begun);
    names.push_back("*");
    return names;
}

Names areas(KnownValues& known, const std::string&) {
    Names names{"all"};
    for (const auto& row : known.snapshot().trace_levels) names.push_back(row.area);
    return names;
}

Names levels(KnownValues&, const std::string&) { return {"ERROR", "WARN", "INFO", "DEBUG", "default"}; }

Names frequencies(KnownValues&, const std::string&) { return {"once", "daily", "weekly", "monthly"}; }

/// Those that are not yet in the list, behind its last comma.
Names features(KnownValues& known, const std::string& begun) {
    const auto comma = begun.rfind(',');
    const auto given = comma == begun.npos ? "" : begun.substr(0, comma + 1);
    Names lists;
    for (const auto& feature : known.snapshot().features)
        if (("," + given).find("," + feature.name + ",") == std::string::npos) lists.push_back(given + feature.name);
    return lists;
}

Names logs(KnownValues& known, const std::string& begun) { return known.logs(begun); }

Names active_alarms(KnownValues& known, const std::string&) {
    Names keys;
    for (const auto& alarm : known.snapshot().alarms) keys.push_back(std::to_string(alarm.key));
    return keys;
}

Names alarm_names(KnownValues& known, const std::string&) { return known.alarm_names(); }

constexpr Parameter table[] = {
    {"featurelist", "features with commas between them", features},
    {"devicename", "the name of a backup device", devices},
    {"devicename|path", "the name of a backup device, or a directory of the Master's machine", devices},
    {"devicename|*", "the name of a backup device, or * for all that no schedule uses", devices_or_all},
    {"path", "a directory on the server, or on the Master's machine", nullptr},
    {"servername", "host, host:port, [IPv6] or [IPv6]:port", nullptr},
    {"server", "host, host:port, [IPv6] or [IPv6]:port", nullptr},
    {"username", "the user on that server", nullptr},
    {"restore_server", "the node to be restored", nodes},
    {"tarfilename", "a set as the listings show it", sets},
    {"hostname", "a node", nodes},
    {"number_of_backups", "how many sets the device keeps", nullptr},
    {"schedulename", "the name of a schedule", schedules},
    {"schedulenames|*", "names of schedules with commas between them, or * for all", schedules_or_all},
    {"yyyy/mm/dd-hh:mm", "the first date and time, local to the schedule's zone", nullptr},
    {"once|daily|weekly|monthly", "how often it runs", frequencies},
    {"logpath", "a place below platform/drf; its last word may be a pattern such as drfMA*", logs},
    {"logfile", "a file below platform/drf", logs},
    {"file", "where the bundle goes; without it, into this directory", nullptr},
    {"alarmkey", "the key of an active alarm as alarm list shows it, or the sequence of its newest raise", active_alarms},
    {"alarmname", "the name of an alarm, with or without CiscoDRF", alarm_names},
    {"area", "an area of the trace, or all", areas},
    {"ERROR|WARN|INFO|DEBUG|default", "how much it tells, from little to much, or what drs.conf says", levels},
    {"regex", "a POSIX extended regular expression", nullptr},
};

}  // namespace

std::span<const Parameter> parameters() { return table; }

const Parameter* find_parameter(std::string_view name) {
    const auto found = std::find_if(std::begin(table), std::end(table), [&](const Parameter& each) { return each.name == name; });
    return found == std::end(table) ? nullptr : found;
}

const control::Snapshot& KnownValues::snapshot() {
    if (snapshot_) return *snapshot_;
    try {
        snapshot_ = session_.snapshot();
    } catch (const control::Refusal&) {
        snapshot_ = std::make_shared<const control::Snapshot>();
    }
    return *snapshot_;
}

Names KnownValues::alarm_names() {
    Names names;
    try {
        for (const auto& alarm : session_.answer<std::vector<control::AlarmDescription>>(control::AlarmHelpQuery{})) names.push_back(alarm.name);
    } catch (const control::Refusal&) {
        return {};
    }
    return names;
}

Names KnownValues::logs(const std::string& begun) {
    const auto slash = begun.rfind('/');
    const std::string directory = slash == begun.npos ? "" : begun.substr(0, slash + 1);
    if (std::string(log_top) + "/" != directory && !directory.starts_with(std::string(log_top) + "/")) return {std::string(log_top) + "/"};
    Names places;
    try {
        for (const auto& entry : LogTree(session_.paths.active_log()).list(parse_log_path(directory)).entries)
            places.push_back(directory + entry.name + (entry.directory ? "/" : ""));
    } catch (const control::Refusal&) {
        return {};
    }
    return places;
}

Names KnownValues::of(std::string_view parameter, const std::string& begun) {
    const auto* known = find_parameter(parameter);
    if (known == nullptr || known->values == nullptr) return {};
    auto values = known->values(*this, begun);
    std::erase_if(values, [&](const std::string& value) { return !value.starts_with(begun); });
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

}  // namespace drs::cli
