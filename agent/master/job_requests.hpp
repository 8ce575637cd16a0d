// SPDX-License-Identifier: Apache-2.0
// Jobs that management stations ask for: each is a row that tells what became of it.
#pragma once

#include <map>

#include "master/job_starter.hpp"

namespace drs::master {

/// Rows are kept in memory: a job outlives the row that asked for it, in the history. At most 20; the oldest that has ended makes room.
class JobRequests {
public:
    JobRequests(Means& means, ServiceParts& parts, JobStarter& starter, Operations& operations, std::function<void()> changed);

    /// Throws Refusal with its field: what `take` would not even begin. Tells BackupInProgress when that is why.
    void check(const control::JobRequest& request) const;
    /// Makes the row and begins; a refusal comes out in the row.
    void take(control::JobRequest request, const control::Caller& caller);
    void forget(std::uint32_t index) { rows_.erase(index); }
    /// A job has ended: what became of it is in the history.
    void look(const HistoryCache& history);
    std::vector<control::RequestRow> rows() const;
    runtime::Awaitable<void> stop();

private:
    runtime::Awaitable<void> run(std::uint32_t index, control::Caller caller);
    runtime::Awaitable<control::StartedJob> begin(control::JobRequest request, control::Caller caller);
    const model::Device& device_of(const control::JobRequest& request) const;
    void make_room();

    Means& means_;
    ServiceParts& parts_;
    JobStarter& starter_;
    Operations& operations_;
    std::function<void()> changed_;
    std::map<std::uint32_t, control::RequestRow> rows_;
    std::vector<std::uint32_t> order_;  // of their arrival
    runtime::TaskGroup tasks_;
};

}  // namespace drs::master
