// SPDX-License-Identifier: Apache-2.0
// Devices that management stations define or change: each is tried at its real place, and saved when it has passed.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "control/edits.hpp"
#include "master/publisher.hpp"
#include "master/targets.hpp"
#include "runtime/task_group.hpp"

namespace drs::master {

/// A trial lives in memory only: after a restart it has never been. A new device whose trial has failed stays to be mended and tried again, or to be
/// removed; a change that has failed leaves the device as it was, with a word about it.
class DeviceTrials {
public:
    DeviceTrials(Means& means, ServiceParts& parts, Targets& targets, std::function<void()> changed);

    /// The schedules as they will be, and the device of the job that runs; empty: none runs.
    struct Users {
        const storage::ScheduleFile& schedules;
        std::string busy;
    };
    /// Throws the EditRefusal that `apply` would throw now; changes nothing.
    void check(const control::Edits& edits, const Users& users) const { (void)planned(edits, users); }
    /// Removes devices durably, and makes the trials that `commence` begins.
    control::Undo apply(const control::Edits& edits, const Users& users, const control::Caller& caller);
    void commence(const control::Edits& edits, const control::Caller& caller);

    /// Adds what is being tried.
    void show(control::Snapshot& snapshot) const;
    runtime::Awaitable<void> stop();

private:
    struct Trial {
        model::Device device;                         // as it is to be
        std::shared_ptr<const model::Device> before;  // what it changes; null: nothing, it is new
        model::DeviceState state = model::DeviceState::validating;
        std::string text;                             // why it has failed
    };
    using TrialPointer = std::shared_ptr<const Trial>;
    using Trials = std::map<std::uint32_t, TrialPointer>;  // by index
    /// Everything as it will be.
    struct Plan {
        Trials trials;
        storage::DeviceFile file;
        std::uint32_t highest = 0;  // index that is given
        bool file_changed = false;
    };
    /// Of a trial that is under way, from its beginning to its end.
    struct Running {
        TrialPointer trial;
        std::shared_ptr<storage::BackupDevice> probe;  // null before the first call to it
    };

    /// The trials as they stand: one that was never begun, because whoever asked for it went away in the middle, is not under way.
    Trials standing() const;
    Plan planned(const control::Edits& edits, const Users& users) const;
    static void remove(Plan& plan, std::uint32_t index, const Users& users);
    static void put(Plan& plan, const control::PutDevice& edit);
    static void change_saved(Plan& plan, model::Device& saved, const control::DeviceChange& change);
    static void mend(Plan& plan, const Trial& failed, const control::PutDevice& edit);
    static void make(Plan& plan, const control::PutDevice& edit);
    static void check_company(const Plan& plan, std::uint32_t index);

    runtime::Awaitable<void> run(TrialPointer trial, control::Caller caller);
    runtime::Awaitable<void> try_out(TrialPointer trial, control::Caller caller);
    void save(const Trial& trial, const std::string& host_key, std::optional<std::uint64_t> free_bytes, const control::Caller& caller);
    void fail(const TrialPointer& trial, model::DeviceState state, const std::string& why, const control::Caller& caller);
    bool is_current(const TrialPointer& trial) const;

    Means& means_;
    ServiceParts& parts_;
    Targets& targets_;
    std::function<void()> changed_;
    Trials trials_;
    std::vector<Running> running_;
    runtime::TaskGroup tasks_;
};

}  // namespace drs::master
