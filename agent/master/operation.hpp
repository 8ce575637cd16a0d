// SPDX-License-Identifier: Apache-2.0
// What a running backup or restore stands on: its job record, its device, its limits and cancellation, and how it reports.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "alarms/alarms.hpp"
#include "control/service.hpp"
#include "master/hooks.hpp"
#include "master/key_ring.hpp"
#include "master/node_registry.hpp"
#include "model/job.hpp"
#include "runtime/clock.hpp"
#include "runtime/deadline.hpp"
#include "runtime/settings.hpp"
#include "storage/device/backup_device.hpp"
#include "storage/device/error.hpp"
#include "trace/trace.hpp"

namespace drs::master {

/// What every operation may use; outlives them all.
struct Means {
    runtime::Executor executor;
    const runtime::Settings& settings;
    const runtime::Clock& clock;
    alarms::Alarms& alarms;
    trace::Trace& trace;
    const KeyRing& keys;
    NodeRegistry& nodes;
};

/// Ends an operation before its natural end: by an operator (CANCELED) or by its time limit (ERROR).
class Canceled : public std::runtime_error {
public:
    Canceled(const std::string& reason, model::Result r) : std::runtime_error(reason), result(r) {}
    model::Result result;
};

using OpenDevice = std::function<std::unique_ptr<storage::BackupDevice>()>;

class Operation {
public:
    Operation(Means& means, model::Job job, OpenDevice open_device);
    virtual ~Operation() = default;
    /// To its end; never throws. First the hook before it, without whose success nothing begins; last the one after it, in any case. The job's
    /// result is then settled, and still to be written down and told: ERROR when a component failed, WARNING when all is done but something warned.
    runtime::Awaitable<void> run();

    model::Job job;                    // what the snapshot shows
    std::function<void()> on_change;   // the job's record changed

    /// Takes effect after the component in progress.
    void cancel_after_component(const std::string& reason);
    /// Takes effect now: the component's stream is told, the device is let go.
    void cancel_now(const std::string& reason, model::Result result = model::Result::canceled);
    /// The hook that runs is killed, also the one after the operation.
    void stop_hook() { hooks_.stop(); }
    bool canceled() const { return canceled_.has_value(); }
    std::string host_key_fingerprint() const { return device_->host_key_fingerprint(); }
    /// Hands on what the run has shown of its device: its failure, or nothing wrong.
    void tell_device(const std::function<void(const storage::DeviceError*)>& hear) const { hear(device_failure_ ? &*device_failure_ : nullptr); }

protected:
    /// The operation itself; a throw ends it with ERROR, or as Canceled says.
    virtual runtime::Awaitable<void> work() = 0;
    /// After an end by a throw: leaves no scratch where that can be helped. Must not throw.
    virtual runtime::Awaitable<void> clean_up() = 0;

    /// Throws Canceled when either was asked for.
    void check_canceled() const;

    storage::BackupDevice& device() { return *device_; }
    /// A new conversation with the same device, after the old one was aborted or broke.
    void reopen_device() {
        device_ = open_device_();
        device_->work_for(job.id);
    }
    bool device_is_gone() const { return device_gone_; }

    /// What is done with a component: it starts it on the session, puts it into `remote`, and returns the node's last word.
    using Turn = std::function<runtime::Awaitable<wire::Finished>(NodeSession& session, std::unique_ptr<RemoteComponent>& remote)>;
    /// One component from its beginning to its end, whatever comes: its failure is told and the operation goes on. Throws only what ends the whole
    /// operation: Canceled, and DeviceError.
    runtime::Awaitable<void> one_component(const std::string& node, const model::ComponentKey& key, Turn turn);
    model::ComponentProgress& progress(const std::string& node, const model::ComponentKey& key);
    /// The component being worked on, so that cancel_now and its limit can reach it.
    void working_on(RemoteComponent* component);
    /// From here on the component is not ended by its limit: half of the work would be worse than late work.
    void past_interruption() { component_deadline_.reset(); }

    void raise(alarms::AlarmId id, const std::string& reason, const model::ComponentProgress* component = nullptr);
    /// About a node, whatever it was to do: so that the alarm ends when the node is back.
    void raise_of_node(alarms::AlarmId id, const std::string& node, const std::string& reason);
    Means& means;

private:
    struct Ending {
        std::optional<model::Result> forced;  // nothing: the components decide
        std::string reason;
    };
    runtime::Awaitable<Ending> attempt();
    Ending hook_failed(const HookFailed& failure) const;
    Ending device_failed(const storage::DeviceError& failure);
    /// Failed features, result and reason, as far as the components and `ending` know.
    Ending decide(const Ending& ending);
    runtime::Awaitable<void> hook_after(Ending& ending);
    /// The job's result and reason.
    void settle(const Ending& ending);

    void component_begins(model::ComponentProgress& component);
    void component_ends(model::ComponentProgress& component, model::Result result, const std::string& reason, const std::string& log_file);
    /// As above for a failure: raises the alarm `id`.
    void component_fails(model::ComponentProgress& component, const std::string& reason, const std::string& log_file, alarms::AlarmId id);
    void node_dropped_off(model::ComponentProgress& component, const std::string& reason);
    void node_is_away(model::ComponentProgress& component);
    void tell_failure(model::ComponentProgress& component, const std::exception_ptr& failure);
    void limit_component();
    /// All that have not ended get this result.
    void rest_ends(model::Result result, const std::string& reason);
    /// After a failure: nobody works on it any more, and its node is told to end it.
    runtime::Awaitable<void> let_go(RemoteComponent* component);

    OpenDevice open_device_;
    std::unique_ptr<storage::BackupDevice> device_;
    Hooks hooks_;
    RemoteComponent* component_ = nullptr;
    std::optional<runtime::Deadline> component_deadline_;
    std::optional<std::string> late_;  // the sentence, once the component has passed its limit
    std::optional<Canceled> canceled_;
    bool device_gone_ = false;
    std::set<std::string> dropped_nodes_;  // in the middle of this job
    std::optional<storage::DeviceError> device_failure_;
};

}  // namespace drs::master
