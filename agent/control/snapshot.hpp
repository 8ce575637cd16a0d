// SPDX-License-Identifier: Apache-2.0
// The whole visible state at one instant: what `status`, `history`, listings, SNMP and pages show.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "control/alarm_log.hpp"
#include "control/edits.hpp"
#include "model/backup_set.hpp"
#include "model/component.hpp"
#include "model/device.hpp"
#include "model/job.hpp"
#include "model/node.hpp"
#include "model/schedule.hpp"

namespace drs::control {

/// A device without its password.
struct DeviceRow {
    std::uint32_t index = 0;
    std::string name;
    model::DeviceKind kind = model::DeviceKind::local;
    std::string server;
    std::uint16_t port = 0;
    std::string path;
    std::string user;
    std::string host_key_fingerprint;
    unsigned keep_sets = 0;
    model::DeviceState state = model::DeviceState::unknown;
    std::string state_text;                   // the last failure in words; empty when there was none
    std::optional<std::uint64_t> free_bytes;
    std::string used_by;                      // schedules, comma-separated
    std::string location;                     // model::Device::location()
};

struct FeatureRow {
    std::uint32_t index = 0;
    std::string name;
    bool mandatory = false;
    std::uint32_t components = 0;             // registrations over all nodes
    std::string description;
};

struct ComponentRow {
    std::uint32_t feature_index = 0, node_index = 0, component_index = 0;
    std::string feature, node, component;
    model::ComponentKind kind = model::ComponentKind::files;
    bool mandatory = false;
    model::Result last_result = model::Result::none;
    std::uint64_t last_bytes = 0;             // stored bytes in the last backup
    std::optional<model::TimePoint> last_time;
};

struct ScheduleRow {
    model::Schedule schedule;
    std::uint32_t device_index = 0;           // 0: no such device
    std::optional<model::TimePoint> last_run; // when its last job started
    model::Result last_result = model::Result::none;
    std::optional<model::TimePoint> next_run; // with its randomised part; nothing while it is disabled
    std::uint32_t missed_runs = 0;
};

enum class RequestState { waiting = 1, running = 2, finished = 3, refused = 4 };

/// A job that a management station asked for, and what became of it.
struct RequestRow {
    JobRequest request;
    RequestState state = RequestState::waiting;
    model::JobId job = 0;                     // 0: none has begun
    model::Result result = model::Result::none;
    std::string reason;                       // why it was refused, or failed
};

/// An entry of the history: a finished job, with its running number within its kind (from 1, grows).
struct HistoryRow {
    std::uint32_t index = 0;
    model::Job job;
};

/// A component of the job that is shown, by its indexes; `place` is that in its list.
struct JobComponentRow {
    std::uint32_t node_index = 0, feature_index = 0, component_index = 0;
    std::size_t place = 0;
};

/// What became of the last attempt to list a device's sets. `none`: there was none yet.
enum class SetListState { none = 1, reading = 2, known = 3, failed = 4 };

struct SetRow {
    std::uint32_t index = 0;                  // stands for this set wherever it lies; also over restarts
    model::SetSummary set;
};

/// The sets on a device, as they were seen last.
struct SetListRow {
    static constexpr std::size_t most_sets = 100;
    std::uint32_t device_index = 0;
    SetListState state = SetListState::none;
    std::optional<model::TimePoint> time;     // when the sets were seen
    std::string reason;                       // why the last attempt failed; empty: it did not
    std::size_t count = 0;                    // on the device
    std::shared_ptr<const std::vector<SetRow>> sets = std::make_shared<const std::vector<SetRow>>();  // the newest of them, by index
};

/// How much one area of the trace tells, in the Master; a node begins with its own drs.conf, and hears each level that is set at run time.
struct TraceLevelRow {
    std::string area;      // master, local, ..., as docs/traces.md lists them
    std::string level;     // ERROR, WARN, INFO, DEBUG
    std::string at_start;  // what it will be after the next start
};

struct Snapshot {
    model::TimePoint taken{};
    std::string product_name, product_version, agent_version;
    std::string cluster, node;
    model::NodeRole role = model::NodeRole::master;
    model::SystemState state = model::SystemState::idle;
    std::uint32_t boot_epoch = 0;             // grows by one at each start of the Master
    model::TimePoint up_since{};
    bool platform_locked = false;
    model::Result last_backup_result = model::Result::none;
    std::optional<model::TimePoint> last_good_backup;
    std::optional<model::TimePoint> next_run;
    std::string next_run_schedule;
    std::uint32_t backups_succeeded = 0, backups_failed = 0, restores_succeeded = 0, restores_failed = 0;
    std::uint64_t bytes_stored = 0;           // by all backups ever
    std::uint64_t last_alarm_sequence = 0;
    std::uint64_t alarms_dropped = 0;         // went for want of space before each receiver had them; over restarts
    std::uint64_t alarms_dropped_informational = 0;  // of these
    std::uint64_t alarms_coalesced = 0;       // repeats that were only counted, since the start

    std::optional<model::Job> job;            // running, or the last one of this process
    std::optional<model::Job> last_backup, last_restore;  // also from before a restart; a running one included
    std::vector<model::Node> nodes;           // each list ordered by its index
    std::vector<FeatureRow> features;
    std::vector<ComponentRow> components;     // by (feature_index, node_index, component_index)
    std::vector<DeviceRow> devices;
    std::vector<DeviceRow> device_candidates;  // not saved: a management station defines them, and they are tried or have failed
    std::uint32_t next_device_index = 1;      // for a new one
    std::uint32_t configuration_lock = 0;     // another one after each change of devices and schedules
    std::vector<ScheduleRow> schedules;
    std::uint32_t next_schedule_index = 1;    // for a new one
    std::vector<RequestRow> requests;         // by index
    std::vector<HistoryRow> backups, restores;  // at most model::shown_history of each, oldest first
    std::vector<AlarmRow> alarms;             // the active ones, by key
    std::vector<TraceLevelRow> trace_levels;  // each area, in the order of docs/traces.md

    // For SNMP alone; the control socket has requests of its own for them.
    std::vector<JobComponentRow> job_components;  // of `job`, by (node_index, feature_index, component_index)
    std::vector<SetListRow> set_lists;        // one a device, by device_index
    AlarmLogView alarm_log;
};

/// Where the io thread puts each new snapshot and any thread takes the newest.
class SnapshotFeed {
public:
    void put(std::shared_ptr<const Snapshot> snapshot) { current_.store(std::move(snapshot)); }
    /// Never null.
    std::shared_ptr<const Snapshot> take() const { return current_.load(); }

private:
    std::atomic<std::shared_ptr<const Snapshot>> current_{std::make_shared<const Snapshot>()};
};

}  // namespace drs::control
