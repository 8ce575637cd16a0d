// SPDX-License-Identifier: Apache-2.0
// The control service as the Master keeps it: all state on the io thread, one operation at a time.
#pragma once

#include <atomic>
#include <memory>

#include "control/service.hpp"
#include "master/alarm_desk.hpp"
#include "master/console_requests.hpp"
#include "master/job_starter.hpp"
#include "master/node_watch.hpp"
#include "master/operations.hpp"
#include "master/platform.hpp"
#include "master/publisher.hpp"
#include "master/registrations.hpp"
#include "master/scheduler.hpp"
#include "master/schedules.hpp"
#include "master/targets.hpp"
#include "master/trace_levels.hpp"
#include "master/transactions.hpp"

namespace drs::master {

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
    void cancel(model::JobKind kind, control::CancelMode mode, control::Caller caller) override { operations_.cancel(kind, mode, caller); }
    runtime::Awaitable<control::DeviceRow> add_device(model::Device device, control::Caller caller) override;
    std::vector<std::string> remove_device(const std::string& name, control::Caller caller) override;
    runtime::Awaitable<std::vector<model::SetSummary>> sets(control::DeviceChoice choice, control::Caller) override { return set_lists_.read(std::move(choice)); }
    control::ScheduleRow add_schedule(model::Schedule schedule, control::Caller caller) override;
    control::ScheduleRow change_schedule(const std::string& name, control::ScheduleChange change, control::Caller caller) override;
    std::vector<std::string> remove_schedules(const std::vector<std::string>& names, control::Caller caller) override;
    std::vector<std::string> enable_schedules(const std::vector<std::string>& names, bool enabled, control::Caller caller) override;
    void check(const control::Edits& edits) override { transactions_.check(edits); }
    control::Undo apply(const control::Edits& edits, control::Caller caller) override;
    void commence(const control::Edits& edits, control::Caller caller) override;
    std::vector<control::AlarmRow> alarms(const control::AlarmQuery& query) override { return alarm_desk_.active(query); }
    std::vector<control::AlarmLogRow> alarm_log(const control::AlarmLogQuery& query) override { return alarm_desk_.log(query); }
    control::AlarmRow acknowledge(const control::AcknowledgeRequest& request, control::Caller caller) override { return alarm_desk_.acknowledge(request, caller); }
    control::TestedAlarm test_alarm(const std::string& alarm, control::Caller caller) override { return alarm_desk_.test(alarm, caller); }
    std::vector<control::AlarmDescription> describe_alarms(const std::string& alarm) override { return alarm_desk_.describe(alarm); }
    std::vector<std::string> remove_node(const std::string& name, control::Caller caller) override;
    std::vector<control::TraceLevelRow> set_trace_level(const control::SetTraceLevel& wanted, control::Caller caller) override;
    control::Estimate estimate(const std::vector<std::string>& features) override;
    std::shared_ptr<const control::Snapshot> snapshot() const override { return parts_.feed.take(); }

    /// Somebody may have edited drfDevice.xml or drfSchedule.xml: takes good edits over and refuses bad ones.
    void settings_touched();

    // The node listener's side: a node came, went, or registered.
    std::uint32_t node_index(const std::string& name) { return publisher_.index_of("node", name); }
    /// What it registered last; remembered over restarts of the Master.
    std::vector<model::Component> registration_of(const std::string& node) { return parts_.database.registration(node); }
    /// Throws wire::ProtocolError when the message is none of a proper agent's, and has then changed nothing.
    void register_node(RegisteredNode& node, const wire::Registration& registration);
    void node_came(RegisteredNode& node);
    void nodes_changed();

    /// Starts what the schedules want, until it is cancelled.
    runtime::Awaitable<void> run_schedules() { return scheduler_.run(); }
    /// Tells of nodes that stay away, until it is cancelled.
    runtime::Awaitable<void> watch_nodes() { return watch_.run(); }
    /// Shows that an administration command has begun or ended, until it is cancelled.
    runtime::Awaitable<void> watch_platform();
    /// The clock or a file may have changed.
    void look_at_schedules() { scheduler_.wake(); }

private:
    /// A backup has changed the sets on its device.
    void list_sets_again();
    void publish() { publisher_.publish(operations_.running()); }
    void follow_alarms();
    void follow_configuration();
    void schedules_changed();
    control::ScheduleRow shown(const model::Schedule& schedule) const;

    Means means_;
    ServiceParts parts_;
    Platform platform_;
    AlarmDesk alarm_desk_;
    Publisher publisher_;
    Targets targets_;
    SetLists set_lists_;
    AlarmResync resync_;
    Operations operations_;
    JobStarter starter_;
    Schedules schedules_;
    Scheduler scheduler_;
    JobRequests requests_;
    ConsoleRequests console_;
    ConfigurationLock lock_;
    DeviceTrials trials_;
    TraceLevels trace_levels_;
    Transactions transactions_;
    Registrations registrations_;
    NodeWatch watch_;
    std::shared_ptr<std::atomic<bool>> alarms_changed_;  // since the last snapshot was asked for
};

}  // namespace drs::master
