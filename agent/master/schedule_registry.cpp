// SPDX-License-Identifier: Apache-2.0
#include "master/schedule_registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "master/difference.hpp"
#include "master/zone.hpp"
#include "model/names.hpp"

namespace drs::master {

using control::Kind;
using control::Refusal;

namespace {

bool is_default(const std::string& name) { return name == model::default_schedule_name; }

constexpr std::uint32_t index_choice = 16;  // a station may make several at once

[[noreturn]] void refuse_removal_of_default() {
    throw Refusal(Kind::not_permitted, "the schedule named default cannot be deleted; disable it instead");
}

void check_rename(const model::Schedule& schedule, const std::string& name) {
    if (is_default(schedule.name) && name != schedule.name)
        throw Refusal(Kind::not_permitted, "the schedule named default cannot be renamed; change its other settings, or add another schedule", "name");
}

/// What is there before anybody has defined anything: it waits for a device and features.
model::Schedule default_schedule(std::uint32_t index, const std::string& today) {
    model::Schedule schedule;
    schedule.index = index;
    schedule.name = model::default_schedule_name;
    schedule.start = today + "-02:00";
    schedule.frequency = model::Frequency::weekly;
    schedule.weekdays = model::set_default_weekdays;
    return schedule;
}

bool has_default(const storage::ScheduleFile& file) {
    return std::any_of(file.schedules.begin(), file.schedules.end(), [](const auto& each) { return is_default(each.name); });
}

/// Whatever file there is, it has a default schedule; a full one gets none.
storage::ScheduleFile with_default(storage::ScheduleFile file, const std::string& today) {
    if (!has_default(file) && file.schedules.size() < model::max_schedules) file.schedules.push_back(default_schedule(file.next_index++, today));
    return file;
}

/// Why it could never be planned; nothing when it can.
std::optional<std::string> wrong_schedule(const model::Schedule& schedule) {
    try {
        check_schedule(schedule);
    } catch (const Refusal& refusal) {
        return refusal.what();
    }
    if (!schedule.zone.empty() && !is_known_zone(schedule.zone))
        return fmt::format("this machine knows no time zone `{}`; write it as tzdata does, such as Europe/Vienna", schedule.zone);
    return std::nullopt;
}

/// As above, and why it could not run.
std::optional<std::string> wrong_edit(const model::Schedule& schedule, const std::function<bool(const std::string&)>& device_is_known) {
    if (auto why = wrong_schedule(schedule)) return why;
    if (!schedule.device.empty() && !device_is_known(schedule.device))
        return fmt::format("schedule {} is for device {}, which is not defined; name one that device list shows", schedule.name, schedule.device);
    if (schedule.enabled && (schedule.device.empty() || schedule.features.empty()))
        return fmt::format("schedule {} is enabled and has no {}; add one or disable it", schedule.name, schedule.device.empty() ? "device" : "feature");
    return std::nullopt;
}

std::vector<std::string> users_in(const storage::ScheduleFile& file, const std::string& device) {
    std::vector<std::string> users;
    for (const auto& schedule : file.schedules)
        if (schedule.device == device) users.push_back(schedule.name);
    return users;
}

}  // namespace

void complete_weekdays(model::Schedule& schedule) {
    if (schedule.frequency != model::Frequency::weekly) {
        schedule.weekdays.reset();
    } else if (schedule.weekdays.none()) {
        if (const auto start = model::parse_start(schedule.start)) schedule.weekdays.set(std::chrono::weekday(std::chrono::floor<std::chrono::days>(*start)).c_encoding());
    }
}

model::Schedule changed(model::Schedule schedule, control::ScheduleChange change) {
    const auto take = [](auto& member, auto& wish) {
        if (wish) member = std::move(*wish);
    };
    if (change.name) check_rename(schedule, *change.name);
    take(schedule.name, change.name);
    take(schedule.device, change.device);
    take(schedule.features, change.features);
    take(schedule.start, change.start);
    take(schedule.frequency, change.frequency);
    take(schedule.weekdays, change.weekdays);
    take(schedule.zone, change.zone);
    take(schedule.randomise, change.randomise);
    take(schedule.catch_up, change.catch_up);
    take(schedule.window, change.window);
    complete_weekdays(schedule);
    return schedule;
}

void check_schedule(const model::Schedule& schedule) {
    const auto refuse = [](const std::string& why, std::string_view field) { throw Refusal(Kind::bad_value, why, field); };
    if (auto why = model::wrong_schedule_name(schedule.name)) refuse(*why, "name");
    if (!model::parse_start(schedule.start)) refuse(fmt::format("`{}` is no start date and time; write it as yyyy/mm/dd-hh:mm, such as 2026/11/24-02:00", schedule.start), "start");
    if (schedule.randomise.count() < 0 || schedule.randomise > model::max_randomise)
        refuse(fmt::format("the start can be randomised by 0 to {} minutes, not by {}", model::max_randomise.count(), schedule.randomise.count()), "randomise");
    if (schedule.window.count() < 0 || schedule.window > model::max_window)
        refuse(fmt::format("the window can be 0 (no limit) to {} minutes, not {}", model::max_window.count(), schedule.window.count()), "window");
    if (schedule.window.count() > 0 && schedule.window < schedule.randomise)
        refuse("the window is shorter than the randomised start, so that some runs would never begin; make it longer", "window");
}

ScheduleRegistry::ScheduleRegistry(std::filesystem::path file, const std::string& today, SettingsReports reports)
    : trace_(reports.trace), kept_(std::move(file), storage::write_schedules(with_default({}, today)), reports) {
    kept_.load([this](const std::string& text, const std::string& name) { file_ = storage::parse_schedules(text, name, wrong_schedule); });
    if (!has_default(file_)) keep(with_default(file_, today));
}

bool ScheduleRegistry::look(const std::function<bool(const std::string& device)>& device_is_known) {
    const auto objection = [&](const model::Schedule& schedule) { return wrong_edit(schedule, device_is_known); };
    return kept_.look([&](const std::string& text, const std::string& name) { adopt(storage::parse_schedules(text, name, objection), name); });
}

void ScheduleRegistry::adopt(storage::ScheduleFile next, const std::string& name) {
    if (has_default(file_) && !has_default(next))
        throw Refusal(Kind::not_permitted, name + ": the schedule named default is not in it; put it back, disabled when it is not wanted");
    const Difference edit(file_.schedules, next.schedules, std::equal_to<>());
    next.next_index = std::max(next.next_index, file_.next_index);  // an index that was given is not given again
    file_ = std::move(next);
    changed_();
    trace_.info("ScheduleRegistry.adopt", "{} was edited or restored: {}", name, edit.text());
}

const model::Schedule& ScheduleRegistry::find(const std::string& name) const {
    for (const auto& schedule : file_.schedules)
        if (schedule.name == name) return schedule;
    throw Refusal(Kind::not_found, fmt::format("there is no schedule named `{}`; see schedule list", name));
}

const model::Schedule* ScheduleRegistry::by_index(std::uint32_t index) const {
    for (const auto& schedule : file_.schedules)
        if (schedule.index == index) return &schedule;
    return nullptr;
}

std::vector<std::string> ScheduleRegistry::named(const std::vector<std::string>& names, std::string_view except) const {
    if (names.empty()) throw Refusal(Kind::bad_value, "no schedule is named; give names, or * for all");
    std::vector<std::string> found;
    const auto add = [&](const std::string& name) {
        if (std::find(found.begin(), found.end(), name) == found.end()) found.push_back(name);
    };
    for (const auto& name : names) {
        if (name != "*") {
            add(find(name).name);
            continue;
        }
        for (const auto& schedule : file_.schedules)
            if (schedule.name != except) add(schedule.name);
    }
    return found;
}

std::vector<std::string> ScheduleRegistry::users_of(const std::string& device) const { return users_in(file_, device); }

std::vector<std::string> ScheduleRegistry::users_on_disk(const std::string& device) const {
    const auto edit = kept_.unseen_edit();
    if (!edit) return users_of(device);
    try {
        return users_in(storage::parse_schedules(*edit, kept_.file().string()), device);
    } catch (const storage::ConfigError&) {
        return users_of(device);  // such an edit will be refused
    }
}

void put_into(storage::ScheduleFile& file, const model::Schedule& schedule, bool fresh) {
    check_schedule(schedule);
    model::Schedule* place = nullptr;
    for (auto& other : file.schedules)
        if (other.index == schedule.index) place = &other;
    if (fresh && place) throw Refusal(Kind::in_use, fmt::format("there is a schedule {} already; take another index", schedule.index), "index");
    if (!fresh && !place) throw Refusal(Kind::not_found, fmt::format("there is no schedule {} any more", schedule.index), "index");
    if (place) {
        check_rename(*place, schedule.name);
        *place = schedule;
        return;
    }
    if (file.schedules.size() >= model::max_schedules)
        throw Refusal(Kind::limit, fmt::format("there are {} schedules already; delete one first", model::max_schedules), "index");
    if (schedule.index < file.next_index || schedule.index - file.next_index >= index_choice)
        throw Refusal(Kind::bad_value, fmt::format("a new schedule takes index {} or one shortly after it, not {}", file.next_index, schedule.index), "index");
    file.next_index = schedule.index + 1;
    file.schedules.push_back(schedule);
}

void check_name_is_free(const storage::ScheduleFile& file, const model::Schedule& schedule) {
    for (const auto& other : file.schedules)
        if (other.index != schedule.index && other.name == schedule.name)
            throw Refusal(Kind::bad_value, fmt::format("schedule {} exists already; choose another name or delete it first", schedule.name), "name");
}

void remove_from(storage::ScheduleFile& file, std::uint32_t index) {
    for (const auto& schedule : file.schedules)
        if (schedule.index == index && is_default(schedule.name)) refuse_removal_of_default();
    std::erase_if(file.schedules, [&](const auto& schedule) { return schedule.index == index; });
}

storage::ScheduleFile ScheduleRegistry::with(model::Schedule schedule) const {
    auto next = file_;
    const bool fresh = schedule.index == 0;
    if (fresh) schedule.index = next.next_index;
    check_name_is_free(next, schedule);
    put_into(next, schedule, fresh);
    return next;
}

storage::ScheduleFile ScheduleRegistry::without(const std::vector<std::string>& names) const {
    auto next = file_;
    for (const auto& name : names)
        if (is_default(name)) refuse_removal_of_default();
    std::erase_if(next.schedules, [&](const auto& schedule) { return std::find(names.begin(), names.end(), schedule.name) != names.end(); });
    return next;
}

void ScheduleRegistry::keep(storage::ScheduleFile file) {
    kept_.keep(storage::write_schedules(file));
    const bool different = !(file.schedules == file_.schedules);
    file_ = std::move(file);
    if (different) changed_();
}

}  // namespace drs::master
