// SPDX-License-Identifier: Apache-2.0
// Changes that a management station asks for together: all of them happen, or none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "control/refusal.hpp"
#include "model/device.hpp"
#include "model/job.hpp"
#include "model/schedule.hpp"

namespace drs::control {

/// Who asks: goes into the trace and the job.
struct Caller {
    model::Trigger trigger = model::Trigger::cli;
    std::string name;  // `root (uid 0)`
    bool root = false;
};

enum class CancelMode { after_component = 1, now = 2 };

/// The schedule as it is to be. `fresh`: a new one, with an index that the station has chosen.
struct PutSchedule {
    model::Schedule schedule;
    bool fresh = false;
};
struct RemoveSchedule {
    std::uint32_t index = 0;
};

/// What a row of drsJobRequestTable asks for; `index` is the station's choice.
struct JobRequest {
    std::uint32_t index = 0;
    std::string owner;
    model::JobKind kind = model::JobKind::backup;  // or restore
    std::uint32_t device_index = 0;
    std::string set;                               // restore only
    std::vector<std::string> features;             // restore: empty means all in the set
    std::vector<std::string> nodes;                // restore only: at most one; empty means each node in the set
    bool operator==(const JobRequest&) const = default;
};
struct SubmitJob {
    JobRequest request;
};
/// The row goes; its job, if there is one, runs on.
struct ForgetRequest {
    std::uint32_t index = 0;
};
/// Only while exactly this job runs.
struct CancelJob {
    model::JobId job = 0;
    CancelMode mode = CancelMode::after_component;
};

/// The sets on the device are listed anew.
struct RefreshSets {
    std::uint32_t device_index = 0;
};
/// An alarm of the catalogue by its number, as a test; 0: the test alarm.
struct SendTestAlarm {
    std::uint32_t number = 0;
};
/// Each active alarm is told once more.
struct ResyncAlarms {};

/// What a management station sets of a device; absent members stay as they are.
struct DeviceChange {
    std::optional<std::string> name;
    std::optional<model::DeviceKind> kind;
    std::optional<std::string> server;
    std::optional<std::uint32_t> port;
    std::optional<std::string> path, user;
    std::shared_ptr<const model::Secret> password;  // null: as it is; an empty one: the Master's own key
    std::optional<std::uint32_t> keep_sets;
};
/// A device that is tried before it is saved: login, path, write, rename and removal of a probe file. `fresh`: a new one, with an index that the
/// station has chosen. Else one that is saved, whose old definition stays in force until the new one has passed, or one that has failed its trial:
/// that is tried again if `activate` says so.
struct PutDevice {
    std::uint32_t index = 0;
    DeviceChange change;
    bool fresh = false;
    bool activate = true;
};
/// A saved one, or one that is being tried.
struct RemoveDevice {
    std::uint32_t index = 0;
};

/// All edits are for the state that had this number: the configuration lock (TestAndIncr of RFC 2579).
struct TestLock {
    std::uint32_t value = 0;
};

/// How much an area of the trace tells from now on, in every agent.
struct SetTraceLevel {
    std::string area;   // a word of Snapshot::trace_levels, or `all`
    std::string level;  // ERROR, WARN, INFO, DEBUG in any case, or `default`: as each agent's drs.conf says
    bool keep = false;  // also after the next start
};

using Edit = std::variant<PutSchedule, RemoveSchedule, SubmitJob, ForgetRequest, CancelJob, RefreshSets, SendTestAlarm, ResyncAlarms, PutDevice, RemoveDevice,
                          TestLock, SetTraceLevel>;
using Edits = std::vector<Edit>;

/// Why one of several edits, and with it all of them, is refused.
class EditRefusal : public Refusal {
public:
    EditRefusal(std::size_t edit, const Refusal& refusal) : Refusal(refusal), edit_(edit) {}
    /// Its place among the edits.
    std::size_t edit() const { return edit_; }

private:
    std::size_t edit_;
};

/// Takes back what `apply` did; may be called once, on the io thread.
using Undo = std::function<void()>;

/// Whoever takes edits: the control service. All calls are made on the io thread.
class Editor {
public:
    virtual ~Editor() = default;
    /// Throws the EditRefusal that `apply` and `commence` would throw now. Changes nothing.
    virtual void check(const Edits& edits) = 0;
    /// Does all that can be undone, durably: schedules, removal of devices, trace levels. Throws EditRefusal, and then nothing has changed.
    virtual Undo apply(const Edits& edits, Caller caller) = 0;
    /// Does what cannot be undone, after `apply` of the same edits: takes job requests, forgets them, cancels, begins to try devices. Their outcome is in the snapshot.
    virtual void commence(const Edits& edits, Caller caller) = 0;
};

}  // namespace drs::control
