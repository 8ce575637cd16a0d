// SPDX-License-Identifier: Apache-2.0
// Schedules as operators handle them, and the task of each enabled one in the database.
#pragma once

#include "master/due_run.hpp"
#include "master/machine_zone.hpp"
#include "master/publisher.hpp"
#include "master/schedule_registry.hpp"

namespace drs::master {

class Schedules {
public:
    Schedules(Means& means, ServiceParts& parts) : means_(means), parts_(parts) {}

    /// As control::Service says: each throws Refusal and has then changed nothing.
    model::Schedule add(model::Schedule schedule, const control::Caller& caller);
    model::Schedule change(const std::string& name, control::ScheduleChange change, const control::Caller& caller);
    std::vector<std::string> remove(const std::vector<std::string>& names, const control::Caller& caller);
    std::vector<std::string> enable(const std::vector<std::string>& names, bool enabled, const control::Caller& caller);

    /// The file as it would be after the edits of schedules among `edits`, all at once. Throws control::EditRefusal; changes nothing.
    storage::ScheduleFile planned(const control::Edits& edits);
    /// Makes it the file; nothing to do, nothing is written. Throws as `planned` does, and storage's errors.
    control::Undo apply(const control::Edits& edits, const control::Caller& caller);

    /// Takes over what was edited by hand or restored in drfDevice.xml and drfSchedule.xml, or refuses it. Each is judged by what the other one
    /// is going to be, so that both may change at once. Throws storage's errors when the tasks cannot be planned.
    void look();
    /// Brings the tasks in line with the file, whatever a crash, a restore or an editor has left: an enabled schedule has one task, the
    /// one of its present definition; where that is new, from now on.
    void reconcile();
    /// Takes features that no node has registered any more off all schedules (SchedulerUpdated), and disables a schedule that has none left
    /// (SchedulerDisabled).
    void features_changed();

    Recurrence recurrence_of(const model::Schedule& schedule) const { return Recurrence(schedule, machine_zone()); }
    /// What is done about a task now.
    DueRun decide_on(const model::Schedule& schedule, const storage::ScheduledTask& task, model::TimePoint up_since) const;

private:
    void put(storage::ScheduleFile& file, const control::PutSchedule& edit);
    void check_references(const model::Schedule& schedule) const;
    void check_runnable(const model::Schedule& schedule) const;
    /// Tasks for the enabled ones are written before the file, and the old ones removed after it.
    void keep(storage::ScheduleFile file);
    void plan(const model::Schedule& schedule);
    void tell(alarms::AlarmId id, const std::string& reason);

    Means& means_;
    ServiceParts& parts_;
};

}  // namespace drs::master
