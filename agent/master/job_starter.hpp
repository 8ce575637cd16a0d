// SPDX-License-Identifier: Apache-2.0
// Checks everything about a request that can be known beforehand, then lets the operation begin.
#pragma once

#include "master/backup_job.hpp"
#include "master/operations.hpp"
#include "master/restore_job.hpp"

namespace drs::master {

/// A run that a schedule begins.
struct ScheduledStart {
    std::string schedule;
    storage::TaskStep step;
};

class JobStarter {
public:
    JobStarter(Means& means, ServiceParts& parts, Publisher& publisher, Targets& targets, Operations& operations)
        : means_(means), parts_(parts), publisher_(publisher), targets_(targets), operations_(operations) {}

    /// As control::Service says: each throws Refusal and has then changed nothing.
    control::StartedJob start_backup(control::BackupRequest request, const control::Caller& caller, std::optional<ScheduledStart> scheduled = {});
    /// A scheduled run that could not begin: takes its task and stands in the history as failed, for this reason.
    void fail_backup(const model::Schedule& schedule, const control::Caller& caller, const storage::TaskStep& step, const std::string& reason);
    runtime::Awaitable<control::StartedJob> start_restore(control::RestoreRequest request, control::Caller caller);

private:
    model::Job new_job(model::JobKind kind, const Target& target, const control::Caller& caller) const;
    BackupSelection checked_selection(const std::vector<std::string>& features);
    BackupPlan plan_backup(const Target& target, BackupSelection selection) const;
    model::SetId new_set_id(model::TimePoint start) const;
    runtime::Awaitable<model::SetCatalogue> find_set(const control::RestoreRequest& request, storage::BackupDevice& device);
    /// Which files go to which node; throws Refusal when the set does not fit. Fills in what the job shows of it.
    RestorePlan plan_restore(model::SetCatalogue set, const control::RestoreRequest& request, const control::Caller& caller, model::Job& job) const;
    void warn_of_other_products(const model::Job& job, model::JobId id) const;
    [[noreturn]] void refuse_restore(alarms::AlarmId alarm, control::Kind kind, const Target& target, const std::string& sentence);

    Means& means_;
    ServiceParts& parts_;
    Publisher& publisher_;
    Targets& targets_;
    Operations& operations_;
};

}  // namespace drs::master
