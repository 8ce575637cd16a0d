// SPDX-License-Identifier: Apache-2.0
// The defined schedules: the file drfSchedule.xml, written by us or by hand, and the rules for what stands in it.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "control/service.hpp"
#include "master/settings_file.hpp"
#include "storage/config/config.hpp"

namespace drs::master {

class ScheduleRegistry {
public:
    /// Loads the file as SettingsFile::load does; a new one has the default schedule alone. Throws runtime::Error.
    /// `today`: `YYYY/MM/DD`, the start date of a default schedule that has to be made.
    ScheduleRegistry(std::filesystem::path file, const std::string& today, SettingsReports reports);

    const std::vector<model::Schedule>& all() const { return file_.schedules; }
    /// Throws Refusal(not_found) naming the schedule.
    const model::Schedule& find(const std::string& name) const;
    const model::Schedule* by_index(std::uint32_t index) const;
    /// The named ones; `*` means all but `except`. Throws Refusal(not_found) for the first that is not there.
    std::vector<std::string> named(const std::vector<std::string>& names, std::string_view except = {}) const;
    /// What a new schedule gets.
    std::uint32_t next_index() const { return file_.next_index; }
    /// Names of the schedules that use the device.
    std::vector<std::string> users_of(const std::string& device) const;

    /// The new file, with `schedule` added (index 0) or in the place of the one with its index: what `check` would refuse is refused.
    /// Nothing has changed until `keep`.
    storage::ScheduleFile with(model::Schedule schedule) const;
    storage::ScheduleFile without(const std::vector<std::string>& names) const;
    /// Durable when it returns.
    void keep(storage::ScheduleFile file);
    /// Called after each change, by whomsoever.
    void on_change(std::function<void()> changed) { changed_ = std::move(changed); }

    /// Takes over what was edited by hand or restored, or refuses it (SettingsFile::look). True when the schedules are others now.
    bool look(const std::function<bool(const std::string& device)>& device_is_known);
    /// As users_of, after an edit that nobody has looked at yet.
    std::vector<std::string> users_on_disk(const std::string& device) const;

private:
    void adopt(storage::ScheduleFile next, const std::string& name);

    trace::Trace& trace_;
    SettingsFile kept_;
    storage::ScheduleFile file_;
    std::function<void()> changed_ = [] {};
};

/// Puts `schedule` in the place of the one with its index, or a fresh one behind the others: its index is one of the next 16. Refuses what `with` would, with
/// its field, but for a name that another one has: names are compared when all edits are in.
void put_into(storage::ScheduleFile& file, const model::Schedule& schedule, bool fresh);
/// Refuses the name of `schedule` when another one has it.
void check_name_is_free(const storage::ScheduleFile& file, const model::Schedule& schedule);
/// Refuses to remove the default schedule. No error when there is none with this index.
void remove_from(storage::ScheduleFile& file, std::uint32_t index);

/// The rules that need no other part: name, start, weekdays, options. Throws Refusal(bad_value).
void check_schedule(const model::Schedule& schedule);
/// `change` applied; the weekdays follow the frequency. Refuses a new name for the default schedule.
model::Schedule changed(model::Schedule schedule, control::ScheduleChange change);
/// A weekly one without weekdays gets that of its start.
void complete_weekdays(model::Schedule& schedule);

}  // namespace drs::master
