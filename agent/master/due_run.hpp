// SPDX-License-Identifier: Apache-2.0
// What is to be done about a scheduled task at one instant: a pure decision, so that every case can be tested.
#pragma once

#include <optional>
#include <string>

#include "master/recurrence.hpp"
#include "model/schedule.hpp"
#include "runtime/settings.hpp"
#include "storage/db/database.hpp"

namespace drs::master {

struct DueRun {
    enum class What {
        wait,       // until `when`
        start,      // takes `step`
        pass_over,  // the run does not take place, for the reason `why`
        plan_anew,  // the clock was set back by more than a run: `when` is the next one
    };
    What what = What::wait;
    model::TimePoint when{};
    storage::TaskStep step;
    std::string why;
};

/// What tells this appliance's randomised starts from another's.
inline std::string appliance_of(const runtime::Settings& settings) { return settings.cluster + "/" + settings.node; }

/// The text by which a task knows the definition it was computed from.
std::string plan_of(const model::Schedule& schedule, const std::string& machine_zone);

/// Rules: a run begins at its due time plus its randomised part. Of several runs that have come due (the Master was down), the
/// last one stands for all, the others count as missed. A run from before `up_since` takes place only with catch_up, and any run only
/// within its window. A task is not repeated because the clock was set back, unless by more than a whole run.
/// `appliance` as in Recurrence::randomised.
DueRun decide(const model::Schedule& schedule, const Recurrence& recurrence, const storage::ScheduledTask& task, model::TimePoint now,
              model::TimePoint up_since, const std::string& appliance);

}  // namespace drs::master
