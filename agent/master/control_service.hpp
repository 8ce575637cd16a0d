// SPDX-License-Identifier: Apache-2.0
// The control service as the Master keeps it: all state on the io thread, one operation at a time.
#pragma once

#include "control/service.hpp"
#include "master/job_starter.hpp"
#include "master/operations.hpp"
#include "master/publisher.hpp"
#include "master/targets.hpp"

namespace drs::master {

class ControlService final : public control::Service {
public:
    ControlService(Means means, ServiceParts parts);

    /// Ends in the history what an earlier process left unfinished, and publishes the first snapshot.
    void recover();
    /// Lets a running operation end as canceled; returns when nothing runs any more.
    runtime::Awaitable<void> stop() { return operations_.stop(); }

    runtime::Awaitable<control::StartedJob> start_backup(control::BackupRequest request, control::Caller caller) override;
    runtime::Awaitable<control::StartedJob> start_restore(control::RestoreRequest request, control::Caller caller) override;
    void cancel(control::CancelMode mode, control::Caller caller) override { operations_.cancel(mode, caller); }
    runtime::Awaitable<control::DeviceRow> add_device(model::Device device, control::Caller caller) override;
    std::vector<std::string> remove_device(const std::string& name, control::Caller caller) override;
    runtime::Awaitable<std::vector<model::SetSummary>> sets(control::DeviceChoice choice, control::Caller caller) override;
    std::shared_ptr<const control::Snapshot> snapshot() const override { return parts_.feed.take(); }

    // The node listener's side: a node came, went, or registered.
    std::uint32_t node_index(const std::string& name) { return publisher_.index_of("node", name); }
    void nodes_changed();

private:
    void publish() { publisher_.publish(operations_.running()); }

    Means means_;
    ServiceParts parts_;
    Publisher publisher_;
    Targets targets_;
    Operations operations_;
    JobStarter starter_;
};

}  // namespace drs::master
