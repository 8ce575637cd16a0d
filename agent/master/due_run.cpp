// SPDX-License-Identifier: Apache-2.0
#include "master/due_run.hpp"

#include <fmt/format.h>

#include "model/set_id.hpp"

namespace drs::master {
namespace {

constexpr unsigned most_counted = 10'000;

/// Runs after `first` up to `last`, which is one.
unsigned runs_between(const Recurrence& recurrence, model::TimePoint first, model::TimePoint last) {
    unsigned runs = 0;
    for (auto at = recurrence.next(first); at && *at <= last && runs < most_counted; at = recurrence.next(*at)) ++runs;
    return runs;
}

DueRun not_due_yet(const Recurrence& recurrence, const storage::ScheduledTask& task, model::TimePoint now, const std::string& appliance) {
    const auto next = recurrence.next(now);
    const auto after_next = next ? recurrence.next(*next) : std::nullopt;
    if (after_next && task.due > *after_next)
        return {DueRun::What::plan_anew, *next, {}, "the clock was set back by more than a whole run"};
    return {DueRun::What::wait, recurrence.randomised(task.due, appliance), {}, {}};
}

}  // namespace

std::string plan_of(const model::Schedule& schedule, const std::string& machine_zone) {
    return fmt::format("{} {} {} {}", schedule.start, model::word(schedule.frequency), model::weekday_words(schedule.weekdays, ","),
                       schedule.zone.empty() ? machine_zone : schedule.zone);
}

DueRun decide(const model::Schedule& schedule, const Recurrence& recurrence, const storage::ScheduledTask& task, model::TimePoint now,
              model::TimePoint up_since, const std::string& appliance) {
    if (task.due > now) return not_due_yet(recurrence, task, now, appliance);
    const auto due = std::max(task.due, recurrence.last(now).value_or(task.due));
    DueRun run{DueRun::What::start, recurrence.randomised(due, appliance), {task, recurrence.next(due), runs_between(recurrence, task.due, due)}, {}};
    if (run.when > now) {
        run.what = DueRun::What::wait;
        return run;
    }
    const bool late = schedule.window.count() > 0 && now - due > schedule.window;
    const bool missed = !schedule.catch_up && run.when < up_since;
    if (!late && !missed) return run;
    run.what = DueRun::What::pass_over;
    ++run.step.missed;
    run.why = late ? fmt::format("it could not begin within its window of {} minutes", schedule.window.count())
                   : std::string("the Master Agent was down, and the schedule does not catch up");
    return run;
}

}  // namespace drs::master
