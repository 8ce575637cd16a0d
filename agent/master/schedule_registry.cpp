// SPDX-License-Identifier: Apache-2.0
#include "master/schedule_registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/names.hpp"
#include "runtime/atomic_file.hpp"

namespace drs::master {

using control::Kind;
using control::Refusal;

namespace {

bool is_default(const std::string& name) { return name == model::default_schedule_name; }

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

/// Whatever file there is, it has a default schedule; a full one gets none.
storage::ScheduleFile with_default(storage::ScheduleFile file, const std::string& today) {
    const bool there = std::any_of(file.schedules.begin(), file.schedules.end(), [](const auto& each) { return is_default(each.name); });
    if (!there && file.schedules.size() < model::max_schedules) file.schedules.push_back(default_schedule(file.next_index++, today));
    return file;
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
    if (change.name && *change.name != schedule.name && is_default(schedule.name))
        throw Refusal(Kind::not_permitted, "the schedule named default cannot be renamed; change its other settings, or add another schedule");
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
    const auto refuse = [](const std::string& why) { throw Refusal(Kind::bad_value, why); };
    if (auto why = model::wrong_schedule_name(schedule.name)) refuse(*why);
    if (!model::parse_start(schedule.start)) refuse(fmt::format("`{}` is no start date and time; write it as yyyy/mm/dd-hh:mm, such as 2026/11/24-02:00", schedule.start));
    if (schedule.randomise.count() < 0 || schedule.randomise > model::max_randomise)
        refuse(fmt::format("the start can be randomised by 0 to {} minutes, not by {}", model::max_randomise.count(), schedule.randomise.count()));
    if (schedule.window.count() < 0 || schedule.window > model::max_window)
        refuse(fmt::format("the window can be 0 (no limit) to {} minutes, not {}", model::max_window.count(), schedule.window.count()));
    if (schedule.window.count() > 0 && schedule.window < schedule.randomise)
        refuse("the window is shorter than the randomised start, so that some runs would never begin; make it longer");
}

ScheduleRegistry::ScheduleRegistry(std::filesystem::path file, const std::string& today) : path_(std::move(file)), file_(read_or_default(today)) {}

storage::ScheduleFile ScheduleRegistry::read_or_default(const std::string& today) const {
    const auto text = runtime::read_file(path_);
    auto file = text ? storage::parse_schedules(*text, path_.string()) : storage::ScheduleFile{};
    const auto before = file.schedules.size();
    file = with_default(std::move(file), today);
    if (!text || file.schedules.size() != before) runtime::replace_file(path_, storage::write_schedules(file), 0600);
    return file;
}

void ScheduleRegistry::reload() {
    if (const auto text = runtime::read_file(path_)) file_ = storage::parse_schedules(*text, path_.string());
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

std::vector<std::string> ScheduleRegistry::users_of(const std::string& device) const {
    std::vector<std::string> users;
    for (const auto& schedule : file_.schedules)
        if (schedule.device == device) users.push_back(schedule.name);
    return users;
}

storage::ScheduleFile ScheduleRegistry::with(model::Schedule schedule) const {
    check_schedule(schedule);
    auto next = file_;
    for (const auto& other : next.schedules)
        if (other.name == schedule.name && other.index != schedule.index)
            throw Refusal(Kind::bad_value, fmt::format("schedule {} exists already; choose another name or delete it first", schedule.name));
    if (schedule.index != 0) {
        for (auto& place : next.schedules)
            if (place.index == schedule.index) place = schedule;
        return next;
    }
    if (next.schedules.size() >= model::max_schedules)
        throw Refusal(Kind::limit, fmt::format("there are {} schedules already; delete one first", model::max_schedules));
    schedule.index = next.next_index++;
    next.schedules.push_back(std::move(schedule));
    return next;
}

storage::ScheduleFile ScheduleRegistry::without(const std::vector<std::string>& names) const {
    auto next = file_;
    for (const auto& name : names)
        if (is_default(name)) throw Refusal(Kind::not_permitted, "the schedule named default cannot be deleted; disable it instead");
    std::erase_if(next.schedules, [&](const auto& schedule) { return std::find(names.begin(), names.end(), schedule.name) != names.end(); });
    return next;
}

void ScheduleRegistry::keep(storage::ScheduleFile file) {
    runtime::replace_file(path_, storage::write_schedules(file), 0600);
    file_ = std::move(file);
}

}  // namespace drs::master
