// SPDX-License-Identifier: Apache-2.0
// Active alarms, the alarm log, and one alarm explained.
#pragma once

#include <string>
#include <vector>

#include "cli/text_table.hpp"
#include "control/alarm_rows.hpp"

namespace drs::cli {

std::string render_alarms(const std::vector<control::AlarmRow>& alarms, Layout layout);
std::string render_alarm_log(const std::vector<control::AlarmLogRow>& log, Layout layout);
std::string render_alarm(const control::AlarmDescription& alarm);

}  // namespace drs::cli
