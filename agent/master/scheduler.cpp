// SPDX-License-Identifier: Apache-2.0
#include "master/scheduler.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "control/refusal.hpp"
#include "master/backup_age.hpp"

namespace drs::master {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds longest_nap = 5s;
/// After a start the nodes need a moment to come back; a due run waits for them this long.
constexpr auto gathering = 60s;

}  // namespace

Scheduler::Scheduler(Means& means, ServiceParts& parts, Schedules& schedules, Operations& operations, JobStarter& starter)
    : means_(means), parts_(parts), schedules_(schedules), operations_(operations), starter_(starter), changed_(means.executor),
      up_since_(means.clock.now()) {}

runtime::Awaitable<void> Scheduler::run() {
    for (;;) {
        auto nap = longest_nap;
        try {
            nap = look();
            watch_backup_age();
        } catch (const std::exception& e) {
            means_.trace.error("Scheduler.run", "the schedules could not be looked at: {}; they are looked at again in {} s", e.what(), longest_nap / 1s);
            alarms::Detail detail;
            detail.reason = fmt::format("the schedules could not be looked at: {}", e.what());
            detail.node = means_.settings.node;
            means_.alarms.raise(alarms::AlarmId::internal_process_failure, std::move(detail));
        }
        co_await changed_.wait_for(nap);
    }
}

std::chrono::milliseconds Scheduler::look() {
    auto nap = longest_nap;
    for (const auto& task : parts_.database.tasks()) {
        const auto when = take(task);
        if (when) nap = std::clamp(std::chrono::duration_cast<std::chrono::milliseconds>(*when - means_.clock.now()), 1ms, nap);
    }
    return nap;
}

/// When it is to be looked at again; nothing: a change will tell.
std::optional<model::TimePoint> Scheduler::take(const storage::ScheduledTask& task) {
    const auto* schedule = parts_.schedules.by_index(task.schedule);
    if (schedule == nullptr || !schedule->enabled) return std::nullopt;
    const auto run = schedules_.decide_on(*schedule, task, up_since_);
    switch (run.what) {
        case DueRun::What::wait: return run.when;
        case DueRun::What::plan_anew:
            means_.trace.warn("Scheduler.take", "schedule {}: {}; its next run is planned anew", schedule->name, run.why);
            parts_.database.plan_task({task.schedule, task.plan, run.when});
            return run.when;
        case DueRun::What::pass_over: pass_over(*schedule, run); return means_.clock.now();
        case DueRun::What::start: break;
    }
    if (must_wait(*schedule, task)) return std::nullopt;
    start(*schedule, run);
    return means_.clock.now();
}

bool Scheduler::nodes_are_here() const {
    const auto& nodes = means_.nodes.all();
    return std::all_of(nodes.begin(), nodes.end(), [](const auto& node) { return node.second.node.connected; });
}

bool Scheduler::must_wait(const model::Schedule& schedule, const storage::ScheduledTask& task) {
    if (!nodes_are_here() && means_.clock.now() - up_since_ < gathering) return true;
    const auto obstacle = operations_.obstacle();
    if (!obstacle) return false;
    if (auto& told = told_busy_[schedule.index]; told != task.due) {
        told = task.due;
        operations_.tell_busy(model::JobKind::backup, fmt::format("the backup of schedule {} waits: {}", schedule.name, *obstacle));
    }
    return true;
}

void Scheduler::start(const model::Schedule& schedule, const DueRun& run) {
    if (run.step.missed > 0)
        tell_no_backup(fmt::format("{} runs of schedule {} were missed while the Master Agent was down; one backup makes up for them", run.step.missed, schedule.name));
    control::Caller caller{model::Trigger::scheduled, "schedule " + schedule.name};
    control::BackupRequest request{{schedule.device, {}}, schedule.features};
    try {
        starter_.start_backup(std::move(request), caller, ScheduledStart{schedule.name, run.step});
    } catch (const control::Refusal& e) {
        if (e.kind() == control::Kind::busy) return;  // it is still due
        starter_.fail_backup(schedule, caller, run.step, e.what());
    }
}

void Scheduler::pass_over(const model::Schedule& schedule, const DueRun& run) {
    parts_.database.pass_over(run.step);
    tell_no_backup(fmt::format("a run of schedule {} does not take place: {}", schedule.name, run.why));
}

void Scheduler::tell_no_backup(const std::string& reason) {
    means_.trace.warn("Scheduler.tell_no_backup", "{}", reason);
    alarms::Detail detail;
    detail.reason = reason;
    detail.node = means_.settings.node;
    means_.alarms.raise(alarms::AlarmId::no_backup_taken, std::move(detail));
}

void Scheduler::watch_backup_age() {
    std::vector<Recurrence> enabled;
    for (const auto& schedule : parts_.schedules.all())
        if (schedule.enabled) enabled.push_back(schedules_.recurrence_of(schedule));
    const auto now = means_.clock.now();
    const auto since = parts_.database.installed_since(parts_.product.version, now);
    const auto why = no_recent_backup(enabled, parts_.database.counters().last_good_backup, since, now, means_.settings.alarm.no_backup_days);
    if (why && told_age_.empty()) tell_no_backup(*why);
    told_age_ = why.value_or("");
}

}  // namespace drs::master
