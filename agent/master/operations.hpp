// SPDX-License-Identifier: Apache-2.0
// The one place for a running operation: who may begin, how it runs, what is remembered of its end.
#pragma once

#include <functional>
#include <memory>

#include "master/expiry.hpp"
#include "master/operation.hpp"
#include "master/platform.hpp"
#include "master/publisher.hpp"
#include "master/targets.hpp"
#include "runtime/task_group.hpp"

namespace drs::master {

class Operations {
public:
    Operations(Means& means, ServiceParts& parts, Platform& platform, Publisher& publisher, Targets& targets);
    ~Operations();

    /// Holds the place while the beginning of an operation is still being checked.
    class Place {
    public:
        explicit Place(Operations& operations) : operations_(operations) { operations_.starting_ = true; }
        ~Place() { operations_.leave_place(); }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

    private:
        Operations& operations_;
    };

    /// Throws Refusal(busy) and raises BackupInProgress when an operation or an administration command runs, or one is about to.
    Place take_place(model::JobKind kind, const control::Caller& caller);
    /// What keeps an operation from beginning now, as the end of a sentence; nothing when nothing does.
    std::optional<std::string> obstacle() const;
    /// BackupInProgress.
    void tell_busy(model::JobKind kind, const std::string& sentence);
    std::function<void()> on_end = [] {};  // an operation has ended, another may begin
    std::function<void()> on_restored = [] {};  // a restore has ended, and PLATFORM may have been in it; before its end is shown
    const Operation* running() const { return operation_.get(); }

    /// Writes its beginning down and lets it run. The caller holds the place.
    /// With `step` the task of a schedule is taken in the same instant.
    control::StartedJob launch(std::unique_ptr<Operation> operation, Target target, const std::optional<storage::TaskStep>& step = {});
    /// A scheduled job that could not begin at all: its task is taken, and the history has it with ERROR.
    void record_failure(model::Job job, const storage::TaskStep& step, const std::string& reason);
    void cancel(model::JobKind kind, control::CancelMode mode, const control::Caller& caller);

    /// Ends in the history what an earlier process left unfinished, and tells an end that it did not come to tell.
    void recover();
    /// Lets a running operation end as canceled; returns when nothing runs any more.
    runtime::Awaitable<void> stop();

private:
    std::optional<std::string> own_obstacle() const;
    /// Takes the platform lock too; nothing when there is an obstacle.
    std::optional<std::string> occupy();
    void leave_place();
    runtime::Awaitable<void> run(Operation& operation, std::shared_ptr<const Target> target);
    /// The hooks after jobs that an earlier process began and did not end.
    runtime::Awaitable<void> make_up_for_hooks(std::vector<model::Job> jobs);
    void tell_internal(const std::string& sentence, model::JobId job);
    void remember(const Operation& operation, const Target& target);
    void tell_newest_end();

    Means& means_;
    ServiceParts& parts_;
    Platform& platform_;
    Publisher& publisher_;
    Targets& targets_;
    Expiry expiry_;
    runtime::TaskGroup tasks_;
    std::unique_ptr<Operation> operation_;
    std::unique_ptr<Hooks> late_hooks_;  // of a job that an earlier process began
    bool starting_ = false;
};

}  // namespace drs::master
