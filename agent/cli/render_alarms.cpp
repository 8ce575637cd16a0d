// SPDX-License-Identifier: Apache-2.0
#include "cli/render_alarms.hpp"

#include "cli/local_time.hpp"
#include "model/names.hpp"

namespace drs::cli {
namespace {

/// `node1 nightly UCM/CCMDB`, in one cell.
std::string place(const control::AlarmSubject& subject) {
    std::string text = subject.node.empty() ? subject.reported_by : subject.node;
    if (!subject.device.empty()) text += "," + subject.device;
    if (!subject.feature.empty()) text += "," + subject.feature + "/" + subject.component;
    return text;
}

std::string job_text(model::JobId job) { return job == 0 ? "" : std::to_string(job); }

std::string state_text(const control::AlarmLogRow& row) {
    if (row.test) return "test";
    return row.repeats == 0 ? row.state : row.state + "(" + std::to_string(row.repeats) + ")";
}

std::string ends(const control::AlarmDescription& alarm) {
    if (!alarm.stateful) return "an event, nothing clears it";
    return alarm.cleared_by.empty() ? "raised, and cleared when its cause is gone" : "raised, and cleared by " + alarm.cleared_by;
}

}  // namespace

std::string render_alarms(const std::vector<control::AlarmRow>& alarms, Layout layout) {
    if (alarms.empty()) return "drfCliMsg: No alarms are active\n";
    TextTable table({"Key", "Severity", "Alarm", "Place", "Since", "Last", "Repeats", "Job", "Acknowledged By", "Reason"});
    for (const auto& alarm : alarms)
        table.add({std::to_string(alarm.key), alarm.subject.severity, alarm.subject.name, place(alarm.subject), local_time(alarm.first), local_time(alarm.last),
                   std::to_string(alarm.repeats), job_text(alarm.subject.job), alarm.acknowledged_by, alarm.subject.reason});
    return table.text(layout);
}

std::string render_alarm_log(const std::vector<control::AlarmLogRow>& log, Layout layout) {
    if (log.empty()) return "drfCliMsg: No entries are in the alarm log\n";
    TextTable table({"Sequence", "Time", "State", "Severity", "Alarm", "Place", "Job", "By", "Reason"});
    for (const auto& row : log)
        table.add({std::to_string(row.sequence), local_time(row.time), state_text(row), row.subject.severity, row.subject.name, place(row.subject),
                   job_text(row.subject.job), row.by, row.subject.reason});
    return table.text(layout);
}

std::string render_alarm(const control::AlarmDescription& alarm) {
    std::string text = alarm.name + " (" + std::to_string(alarm.number) + ")\n" + alarm.text + ".\n\n";
    text += "Severity: " + alarm.severity + "\nFacility: " + alarm.facility + "\nParameters: " + model::join(alarm.parameters, ", ") + "\n";
    text += "X.733: " + alarm.event_type + " (" + std::to_string(alarm.event_type_number) + "), " + alarm.probable_cause + " (" +
            std::to_string(alarm.probable_cause_number) + ")\nKind: " + ends(alarm) + "\n";
    if (!alarm.umbrella.empty()) text += "Raised beside it: " + alarm.umbrella + "\n";
    if (alarm.pending) text += "Pending: the part that would raise it is not built yet\n";
    return text + "\n" + alarm.explanation + "\n\nWhat to do: " + alarm.action + "\n";
}

}  // namespace drs::cli
