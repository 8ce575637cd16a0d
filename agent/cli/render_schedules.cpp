// SPDX-License-Identifier: Apache-2.0
#include "cli/render_schedules.hpp"

#include "cli/local_time.hpp"
#include "cli/printable.hpp"
#include "model/names.hpp"

namespace drs::cli {
namespace {

std::string frequency_text(const model::Schedule& schedule) {
    std::string text(model::word(schedule.frequency));
    if (schedule.frequency == model::Frequency::weekly) text += ":" + model::weekday_words(schedule.weekdays, ",");
    return text;
}

std::string start_text(const model::Schedule& schedule) { return schedule.zone.empty() ? schedule.start : schedule.start + " " + schedule.zone; }

}  // namespace

std::string render_schedules(const std::vector<control::ScheduleRow>& schedules, Layout layout) {
    if (schedules.empty()) return "drfCliMsg: No schedules are defined\n";
    TextTable table({"Schedule Name", "Device Name", "Schedule Status", "Frequency", "Start", "Features", "Last Result", "Next Run"});
    for (const auto& [schedule, device_index, last_run, last_result, next_run, missed] : schedules)
        table.add({schedule.name, schedule.device, schedule.enabled ? "ENABLED" : "DISABLED", frequency_text(schedule), start_text(schedule),
                   model::join(schedule.features), std::string(model::word(last_result)), next_run ? local_time(*next_run) : ""});
    return table.text(layout);
}

std::string render_estimate(const control::Estimate& estimate) {
    std::string text = "Estimated size of a backup of " + printable(model::join(estimate.features)) + ": " + size_text(estimate.bytes) + "\n";
    if (!estimate.unknown.empty())
        text += "drfCliMsg: Not counted, because they have never been backed up: " + printable(model::join(estimate.unknown, ", ")) + "\n";
    return text;
}

}  // namespace drs::cli
