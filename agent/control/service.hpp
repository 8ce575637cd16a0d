// SPDX-License-Identifier: Apache-2.0
// The control service: every rule of the system stands behind it, and every face (command line, SNMP, browser)
// is only a way to call it.
#pragma once

#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "control/edits.hpp"
#include "control/refusal.hpp"
#include "control/snapshot.hpp"
#include "model/backup_set.hpp"
#include "model/device.hpp"
#include "model/job.hpp"
#include "model/schedule.hpp"
#include "runtime/awaitable.hpp"

namespace drs::control {

/// A defined device by name, or one given only for this request (server, path, user, password).
struct DeviceChoice {
    std::string name;
    std::optional<model::Device> ad_hoc;
};

struct BackupRequest {
    DeviceChoice device;
    std::vector<std::string> features;
};

struct RestoreRequest {
    DeviceChoice device;
    std::string set;                     // `<id>` or `<id>.tar`
    std::vector<std::string> features;   // empty: all in the set
    std::string node;                    // the node to restore; empty: every node in the set
    bool check_integrity = true;         // false: scripts get their data without the verification pass
    bool allow_host_name = false;        // a set of a Master with another host name, too
    bool allow_build_flavour = false;    // a set of another build flavour, too
};

struct StartedJob {
    model::JobId job = 0;
    std::optional<model::SetId> set;
};

/// What becomes different of a schedule; absent members stay as they are.
struct ScheduleChange {
    std::optional<std::string> name, device;
    std::optional<std::vector<std::string>> features;
    std::optional<std::string> start;
    std::optional<model::Frequency> frequency;
    std::optional<std::bitset<7>> weekdays;
    std::optional<std::string> zone;
    std::optional<std::chrono::minutes> randomise;
    std::optional<bool> catch_up;
    std::optional<std::chrono::minutes> window;
};

/// Size of a backup to come, from the last good ones of its components.
struct Estimate {
    std::vector<std::string> features;   // as asked, mandatory ones added
    std::uint64_t bytes = 0;             // stored bytes of the components that were backed up before
    std::vector<std::string> unknown;    // node/FEATURE/COMPONENT never backed up so far
};

/// All calls are made on the io thread. Each throws Refusal, and has then changed nothing.
class Service : public Editor {
public:
    /// Validates everything that can be known beforehand (names, device, registration), then starts the job and
    /// returns; the outcome is in `snapshot().job` and the history.
    virtual runtime::Awaitable<StartedJob> start_backup(BackupRequest request, Caller caller) = 0;
    /// As above; also checks that the set exists, its signature, and the product version before it returns.
    virtual runtime::Awaitable<StartedJob> start_restore(RestoreRequest request, Caller caller) = 0;
    /// Refuses when no operation of this kind runs: who means the backup does not end a restore.
    virtual void cancel(model::JobKind kind, CancelMode mode, Caller caller) = 0;

    /// Validates against the real device first: login, path, write, rename and remove of a probe file. Pins the
    /// host key. Returns the device as saved, without its password.
    virtual runtime::Awaitable<DeviceRow> add_device(model::Device device, Caller caller) = 0;
    /// `*`: all that no schedule uses. Returns the names removed.
    virtual std::vector<std::string> remove_device(const std::string& name, Caller caller) = 0;

    /// A schedule begins disabled, whatever `schedule.enabled` says. Without weekdays a weekly one runs on the weekday of its start.
    virtual ScheduleRow add_schedule(model::Schedule schedule, Caller caller) = 0;
    /// An enabled one goes on with its next run by the new definition.
    virtual ScheduleRow change_schedule(const std::string& name, ScheduleChange change, Caller caller) = 0;
    /// `*` among the names: all but the default one. All or none. Returns the names removed.
    virtual std::vector<std::string> remove_schedules(const std::vector<std::string>& names, Caller caller) = 0;
    /// `*` among the names: all. All or none. Returns the names of those that changed.
    virtual std::vector<std::string> enable_schedules(const std::vector<std::string>& names, bool enabled, Caller caller) = 0;

    /// The active ones as of now, by key.
    virtual std::vector<AlarmRow> alarms(const AlarmQuery& query) = 0;
    /// Oldest first; so many of the newest as an answer can hold.
    virtual std::vector<AlarmLogRow> alarm_log(const AlarmLogQuery& query) = 0;
    /// Durable when it returns. Returns the alarm as it is then.
    virtual AlarmRow acknowledge(const AcknowledgeRequest& request, Caller caller) = 0;
    /// Sends it through every sink; it is never active.
    virtual TestedAlarm test_alarm(const std::string& alarm, Caller caller) = 0;
    virtual std::vector<AlarmDescription> describe_alarms(const std::string& alarm) = 0;
    /// Takes away all that a node has registered; refuses when it is connected or an operation runs. Returns the components, as FEATURE/COMPONENT.
    virtual std::vector<std::string> remove_node(const std::string& name, Caller caller) = 0;

    /// At once in the Master; in each Local Agent that is connected a moment later, in others when they connect. Returns every area as it is then.
    virtual std::vector<TraceLevelRow> set_trace_level(const SetTraceLevel& wanted, Caller caller) = 0;

    virtual Estimate estimate(const std::vector<std::string>& features) = 0;

    /// Sets on a device whose catalogue exists, newest first.
    virtual runtime::Awaitable<std::vector<model::SetSummary>> sets(DeviceChoice device, Caller caller) = 0;

    /// The state as of now; cheap, immutable, safe to keep and to read on any thread.
    virtual std::shared_ptr<const Snapshot> snapshot() const = 0;
};

}  // namespace drs::control
