// SPDX-License-Identifier: Apache-2.0
// The control service as the Master keeps it: all state on the io thread, one operation at a time.
#pragma once

#include <memory>

#include "control/service.hpp"
#include "master/backup_job.hpp"
#include "master/device_registry.hpp"
#include "master/history_cache.hpp"
#include "master/restore_job.hpp"
#include "runtime/task_group.hpp"
#include "runtime/worker.hpp"

namespace drs::master {

/// What the service is made from besides the means of its operations.
struct ServiceParts {
    storage::Database& database;
    DeviceRegistry& devices;
    control::SnapshotFeed& feed;
    std::string product_name, product_version;
    std::uint32_t boot_epoch = 0;
};

class ControlService final : public control::Service {
public:
    ControlService(Means means, ServiceParts parts);
    ~ControlService() override;

    /// Ends in the history what an earlier process left unfinished, and publishes the first snapshot.
    void recover();
    /// Lets a running operation end as canceled; returns when nothing runs any more.
    runtime::Awaitable<void> stop();

    runtime::Awaitable<control::StartedJob> start_backup(control::BackupRequest request, control::Caller caller) override;
    runtime::Awaitable<control::StartedJob> start_restore(control::RestoreRequest request, control::Caller caller) override;
    void cancel(control::CancelMode mode, control::Caller caller) override;
    runtime::Awaitable<control::DeviceRow> add_device(model::Device device, control::Caller caller) override;
    std::vector<std::string> remove_device(const std::string& name, control::Caller caller) override;
    runtime::Awaitable<std::vector<model::SetSummary>> sets(control::DeviceChoice choice, control::Caller caller) override;
    std::shared_ptr<const control::Snapshot> snapshot() const override;

    // The node listener's side: a node came, went, or registered.
    std::uint32_t node_index(const std::string& name) { return indexes_.of("node", name); }
    void nodes_changed();

private:
    class Starting;
    struct Target {
        model::Device device;
        bool defined = false;
        std::string shown;  // the device's name, or server:path
    };
    Target target_of(const control::DeviceChoice& choice) const;
    OpenDevice opener(const Target& target) const;
    model::Device completed(model::Device device) const;
    model::Job new_job(model::JobKind kind, const Target& target, const control::Caller& caller) const;
    void refuse_if_busy(const control::Caller& caller, model::JobKind kind);
    void launch(std::unique_ptr<Operation> operation, Target target);
    runtime::Awaitable<void> run_operation(Operation& operation, std::shared_ptr<const Target> target);
    void remember(const Operation& operation, const Target& target);
    BackupSelection checked_selection(const std::vector<std::string>& features);
    runtime::Awaitable<model::SetCatalogue> find_set(const control::RestoreRequest& request, storage::BackupDevice& device);
    void pin_if_new(const Target& target, const std::string& host_key);
    void refresh_lasts();
    void publish();

    Means means_;
    ServiceParts parts_;
    IndexCache indexes_;
    HistoryCache history_;
    std::map<std::string, storage::ComponentLast> lasts_;
    runtime::TaskGroup tasks_;
    std::unique_ptr<Operation> operation_;
    bool starting_ = false;
    model::TimePoint up_since_;
    std::chrono::steady_clock::time_point published_{};
};

}  // namespace drs::master
