// SPDX-License-Identifier: Apache-2.0
// Starts what is due: looks at the tasks when something changes and at least every few seconds, so that a clock that is set is noticed.
#pragma once

#include <map>

#include "master/due_run.hpp"
#include "master/job_starter.hpp"
#include "master/schedules.hpp"
#include "runtime/event.hpp"

namespace drs::master {

class Scheduler {
public:
    Scheduler(Means& means, ServiceParts& parts, Schedules& schedules, Operations& operations, JobStarter& starter);

    /// Until it is cancelled.
    runtime::Awaitable<void> run();
    /// Something has changed: a schedule, a node, the end of an operation.
    void wake() { changed_.notify_all(); }
    /// Everything that is due at this instant, as far as nothing else runs. Returns how long nothing more can become due.
    std::chrono::milliseconds look();

private:
    struct Pending;
    std::optional<model::TimePoint> take(const storage::ScheduledTask& task);
    void start(const model::Schedule& schedule, const DueRun& run);
    void pass_over(const model::Schedule& schedule, const DueRun& run);
    bool must_wait(const model::Schedule& schedule, const storage::ScheduledTask& task);
    bool nodes_are_here() const;
    void watch_backup_age();
    void tell_no_backup(const std::string& reason);

    Means& means_;
    ServiceParts& parts_;
    Schedules& schedules_;
    Operations& operations_;
    JobStarter& starter_;
    runtime::Event changed_;
    const model::TimePoint up_since_;
    std::map<std::uint32_t, model::TimePoint> told_busy_;  // schedule -> the due run whose waiting was told
    std::string told_age_;                                 // what NoBackupTaken said last; empty: there is a good backup
};

}  // namespace drs::master
