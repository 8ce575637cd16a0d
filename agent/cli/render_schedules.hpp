// SPDX-License-Identifier: Apache-2.0
// Schedules and estimates as text.
#pragma once

#include <string>
#include <vector>

#include "cli/text_table.hpp"
#include "control/service.hpp"

namespace drs::cli {

std::string render_schedules(const std::vector<control::ScheduleRow>& schedules, Layout layout);
std::string render_estimate(const control::Estimate& estimate);

}  // namespace drs::cli
