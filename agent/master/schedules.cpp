// SPDX-License-Identifier: Apache-2.0
#include "master/schedules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "master/selection.hpp"
#include "model/names.hpp"

namespace drs::master {

using control::Caller;
using control::Kind;
using control::Refusal;

namespace {

const model::Schedule& last_of(const storage::ScheduleFile& file) { return file.schedules.back(); }

/// A refusal by `work` is about this field.
template <class Work>
void with_field(std::string_view field, Work work) {
    try {
        work();
    } catch (const Refusal& refusal) {
        throw Refusal(refusal.kind(), refusal.what(), field);
    }
}

/// A refusal by `work` is about this edit.
template <class Edit, class Work>
void for_each(const control::Edits& edits, Work work) {
    for (std::size_t i = 0; i < edits.size(); ++i) {
        try {
            if (const auto* edit = std::get_if<Edit>(&edits[i])) work(*edit);
        } catch (const Refusal& refusal) {
            throw control::EditRefusal(i, refusal);
        }
    }
}

}  // namespace

DueRun Schedules::decide_on(const model::Schedule& schedule, const storage::ScheduledTask& task, model::TimePoint up_since) const {
    return decide(schedule, recurrence_of(schedule), task, means_.clock.now(), up_since, appliance_of(means_.settings));
}

void Schedules::check_references(const model::Schedule& schedule) const {
    (void)recurrence_of(schedule);  // refuses an unknown zone
    if (!schedule.device.empty()) with_field("device", [&] { (void)parts_.devices.find(schedule.device); });
    if (!schedule.features.empty()) with_field("features", [&] { check_features(means_.nodes, schedule.features); });
}

void Schedules::check_runnable(const model::Schedule& schedule) const {
    if (schedule.device.empty())
        throw Refusal(Kind::bad_value, fmt::format("schedule {} has no backup device; set one with schedule change", schedule.name), "device");
    if (schedule.features.empty())
        throw Refusal(Kind::bad_value, fmt::format("schedule {} has no feature; set at least one with schedule change", schedule.name), "features");
    if (!recurrence_of(schedule).next(means_.clock.now()))
        throw Refusal(Kind::bad_value, fmt::format("schedule {} would never run: its start {} has passed; give a later one", schedule.name, schedule.start), "start");
}

void Schedules::plan(const model::Schedule& schedule) {
    const auto text = plan_of(schedule, machine_zone());
    for (const auto& task : parts_.database.tasks())
        if (task.schedule == schedule.index && task.plan == text) return;  // goes on as it was
    if (const auto due = recurrence_of(schedule).next(means_.clock.now())) parts_.database.plan_task({schedule.index, text, *due});
}

void Schedules::look() {
    parts_.devices.look();
    const auto known = [this](const std::string& device) {
        const auto& all = parts_.devices.all();
        return std::any_of(all.begin(), all.end(), [&](const model::Device& each) { return each.name == device; });
    };
    if (parts_.schedules.look(known)) reconcile();
}

void Schedules::keep(storage::ScheduleFile file) {
    for (const auto& schedule : file.schedules)
        if (schedule.enabled) plan(schedule);
    parts_.schedules.keep(std::move(file));
    reconcile();
}

void Schedules::reconcile() {
    std::set<std::uint32_t> known;
    for (const auto& schedule : parts_.schedules.all()) {
        known.insert(schedule.index);
        if (schedule.enabled) plan(schedule);
        parts_.database.keep_task(schedule.index, schedule.enabled ? std::optional(plan_of(schedule, machine_zone())) : std::nullopt);
    }
    for (const auto& task : parts_.database.tasks())
        if (!known.contains(task.schedule)) parts_.database.forget_schedule(task.schedule);
}

model::Schedule Schedules::add(model::Schedule schedule, const Caller& caller) {
    look();
    schedule.index = 0;
    schedule.enabled = false;
    complete_weekdays(schedule);
    auto file = parts_.schedules.with(schedule);
    if (schedule.device.empty()) throw Refusal(Kind::bad_value, "the schedule's device is not named; give one that device list shows");
    if (schedule.features.empty()) throw Refusal(Kind::bad_value, "the schedule has no feature; name at least one of those that show_registration lists");
    check_references(schedule);
    const auto added = last_of(file);
    keep(std::move(file));
    means_.trace.info("Schedules.add", "schedule {} saved by {}: {} to {}", added.name, caller.name, plan_of(added, machine_zone()), added.device);
    return added;
}

model::Schedule Schedules::change(const std::string& name, control::ScheduleChange change, const Caller& caller) {
    look();
    auto schedule = changed(parts_.schedules.find(name), std::move(change));
    auto file = parts_.schedules.with(schedule);
    check_references(schedule);
    if (schedule.enabled) check_runnable(schedule);
    keep(std::move(file));
    means_.trace.info("Schedules.change", "schedule {} changed by {}: {} to {}", schedule.name, caller.name, plan_of(schedule, machine_zone()), schedule.device);
    return schedule;
}

std::vector<std::string> Schedules::remove(const std::vector<std::string>& names, const Caller& caller) {
    look();
    const auto gone = parts_.schedules.named(names, model::default_schedule_name);
    keep(parts_.schedules.without(gone));
    means_.trace.info("Schedules.remove", "schedules removed by {}: {}", caller.name, model::join(gone, ", "));
    return gone;
}

std::vector<std::string> Schedules::enable(const std::vector<std::string>& names, bool enabled, const Caller& caller) {
    look();
    std::vector<std::string> changed;
    storage::ScheduleFile file = parts_.schedules.without({});
    for (const auto& name : parts_.schedules.named(names)) {
        for (auto& schedule : file.schedules) {
            if (schedule.name != name || schedule.enabled == enabled) continue;
            schedule.enabled = enabled;
            if (enabled) check_references(schedule), check_runnable(schedule);
            changed.push_back(name);
        }
    }
    keep(std::move(file));
    means_.trace.info("Schedules.enable", "schedules {} by {}: {}", enabled ? "enabled" : "disabled", caller.name, model::join(changed, ", "));
    return changed;
}

void Schedules::put(storage::ScheduleFile& file, const control::PutSchedule& edit) {
    auto schedule = edit.schedule;
    complete_weekdays(schedule);
    put_into(file, schedule, edit.fresh);
    check_references(schedule);
    if (edit.fresh && schedule.device.empty()) throw Refusal(Kind::bad_value, "the schedule's device is not named", "device");
    if (edit.fresh && schedule.features.empty()) throw Refusal(Kind::bad_value, "the schedule has no feature", "features");
    if (schedule.enabled) check_runnable(schedule);
}

storage::ScheduleFile Schedules::planned(const control::Edits& edits) {
    look();
    auto file = parts_.schedules.without({});
    // As if all came at once: what goes makes room, and names may be exchanged.
    for_each<control::RemoveSchedule>(edits, [&](const auto& gone) { remove_from(file, gone.index); });
    for_each<control::PutSchedule>(edits, [&](const auto& edit) { put(file, edit); });
    for_each<control::PutSchedule>(edits, [&](const auto& edit) { check_name_is_free(file, edit.schedule); });
    return file;
}

control::Undo Schedules::apply(const control::Edits& edits, const Caller& caller) {
    auto next = planned(edits);
    auto before = parts_.schedules.without({});
    if (next.schedules == before.schedules) return [] {};
    keep(std::move(next));
    means_.trace.info("Schedules.apply", "schedules changed by {}", caller.name);
    return [this, before = std::move(before), name = caller.name] {
        keep(before);
        means_.trace.info("Schedules.apply", "the change of schedules by {} is taken back", name);
    };
}

void Schedules::features_changed() {
    look();
    storage::ScheduleFile file = parts_.schedules.without({});
    std::vector<std::pair<alarms::AlarmId, std::string>> news;
    for (auto& schedule : file.schedules) {
        std::vector<std::string> gone;
        std::erase_if(schedule.features, [&](const std::string& feature) {
            if (means_.nodes.feature_is_known(feature)) return false;
            gone.push_back(feature);
            return true;
        });
        if (gone.empty()) continue;
        const auto taken_off = fmt::format("{} is registered on no node any more and was taken off schedule {}", model::join(gone, ", "), schedule.name);
        if (schedule.features.empty() && schedule.enabled) {
            schedule.enabled = false;
            news.emplace_back(alarms::AlarmId::scheduler_disabled,
                              taken_off + ", which has no feature left and was disabled; give it features and enable it again");
        } else {
            news.emplace_back(alarms::AlarmId::scheduler_updated, taken_off);
        }
    }
    if (news.empty()) return;
    keep(std::move(file));
    for (const auto& [id, reason] : news) tell(id, reason);
}

void Schedules::tell(alarms::AlarmId id, const std::string& reason) {
    means_.trace.warn("Schedules.features_changed", "{}", reason);
    alarms::Detail detail;
    detail.reason = reason;
    detail.node = means_.settings.node;
    means_.alarms.raise(id, std::move(detail));
}

}  // namespace drs::master
