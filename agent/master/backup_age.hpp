// SPDX-License-Identifier: Apache-2.0
// When the last good backup is too old.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "master/recurrence.hpp"
#include "model/set_id.hpp"

namespace drs::master {

/// One sentence when there is no good backup within the limit, counted from the last good one or, when that is older, from the
/// first start of the present product version. The limit is `days`; with 0 it is the longest pause of the schedule that runs most
/// often plus a day, or a week when none is enabled.
std::optional<std::string> no_recent_backup(const std::vector<Recurrence>& enabled, std::optional<model::TimePoint> last_good,
                                            model::TimePoint installed, model::TimePoint now, unsigned days);

}  // namespace drs::master
