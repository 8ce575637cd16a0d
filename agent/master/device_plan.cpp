// SPDX-License-Identifier: Apache-2.0
// What edits make of devices and trials, before anything of it is true.
#include <fmt/format.h>

#include <algorithm>

#include "master/device_rules.hpp"
#include "master/device_trials.hpp"
#include "model/names.hpp"

namespace drs::master {

using control::DeviceChange;
using control::Kind;
using control::Refusal;

namespace {

constexpr std::uint32_t index_choice = 16;  // a station may make several at once

/// What a change cannot be about while the device is there: schedules and the history know it by these.
void check_identity(const model::Device& device, const DeviceChange& change) {
    if (change.name && *change.name != device.name)
        throw Refusal(Kind::in_use, fmt::format("device {} cannot be renamed; delete it and make another one", device.name), "name");
    if (change.kind && *change.kind != device.kind)
        throw Refusal(Kind::in_use, fmt::format("the kind of device {} cannot be changed; delete it and make another one", device.name), "kind");
}

void change_password(model::Device& device, const model::Secret& password) {
    device.password = password.duplicate();
    device.sealed_password.clear();
}

model::Device changed(model::Device device, const DeviceChange& change) {
    const auto server = std::pair(device.server, device.port);
    if (change.name) device.name = *change.name;
    if (change.kind) device.kind = *change.kind;
    if (change.server) device.server = *change.server;
    if (change.port) device.port = static_cast<std::uint16_t>(*change.port);
    if (change.path) device.path = *change.path;
    if (change.user) device.user = *change.user;
    if (change.password) change_password(device, *change.password);
    if (change.keep_sets) device.keep_sets = *change.keep_sets;
    if (server != std::pair(device.server, device.port)) device.host_key_fingerprint.clear();  // another server has another key
    return device;
}

bool needs_trial(const model::Device& before, const model::Device& device) {
    return before.server != device.server || before.port != device.port || before.path != device.path || before.user != device.user ||
           before.sealed_password != device.sealed_password;
}

void check_definition(const model::Device& device) {
    if (const auto why = model::wrong_device_name(device.name)) throw Refusal(Kind::bad_value, *why, "name");
    check_device(device);
}

template <class Work>
void for_one(std::size_t edit, Work work) {
    try {
        work();
    } catch (const Refusal& refusal) {
        throw control::EditRefusal(edit, refusal);
    }
}

}  // namespace

/// As if all came at once: what goes makes room, and its name is free.
DeviceTrials::Plan DeviceTrials::planned(const control::Edits& edits, const Users& users) const {
    Plan plan{standing(), parts_.devices.file(), 0, false};
    for (const auto& device : plan.file.devices)  // what came in by an edit of the file has taken its place
        if (const auto trial = plan.trials.find(device.index); trial != plan.trials.end() && !trial->second->before) plan.trials.erase(trial);
    for (std::size_t i = 0; i < edits.size(); ++i)
        if (const auto* gone = std::get_if<control::RemoveDevice>(&edits[i])) for_one(i, [&] { remove(plan, gone->index, users); });
    for (std::size_t i = 0; i < edits.size(); ++i)
        if (const auto* edit = std::get_if<control::PutDevice>(&edits[i])) for_one(i, [&] { put(plan, *edit); });
    for (std::size_t i = 0; i < edits.size(); ++i)
        if (const auto* edit = std::get_if<control::PutDevice>(&edits[i])) for_one(i, [&] { check_company(plan, edit->index); });
    return plan;
}

void DeviceTrials::remove(Plan& plan, std::uint32_t index, const Users& users) {
    const auto place = std::find_if(plan.file.devices.begin(), plan.file.devices.end(), [&](const auto& device) { return device.index == index; });
    if (place != plan.file.devices.end()) {
        if (users.busy == place->name) throw Refusal(Kind::in_use, fmt::format("a job runs on device {}; wait for it or cancel it", place->name));
        for (const auto& schedule : users.schedules.schedules)
            if (schedule.device == place->name)
                throw Refusal(Kind::in_use, fmt::format("device {} is used by schedule {}; change or delete that first", place->name, schedule.name));
        plan.file.devices.erase(place);
        plan.file_changed = true;
    }
    plan.trials.erase(index);
}

void DeviceTrials::put(Plan& plan, const control::PutDevice& edit) {
    const auto trial = plan.trials.find(edit.index);
    if (trial != plan.trials.end() && trial->second->state == model::DeviceState::validating)
        throw Refusal(Kind::busy, fmt::format("device {} is being validated; wait for its end or destroy it", trial->second->device.name));
    const auto saved = std::find_if(plan.file.devices.begin(), plan.file.devices.end(), [&](const auto& device) { return device.index == edit.index; });
    const bool there = saved != plan.file.devices.end() || trial != plan.trials.end();
    if (edit.fresh && there) throw Refusal(Kind::in_use, fmt::format("there is a device {} already; take another index", edit.index), "index");
    if (!edit.fresh && !there) throw Refusal(Kind::not_found, fmt::format("there is no device {} any more", edit.index), "index");
    if (edit.fresh) return make(plan, edit);
    if (saved != plan.file.devices.end()) return change_saved(plan, *saved, edit.change);
    mend(plan, *trial->second, edit);
}

void DeviceTrials::change_saved(Plan& plan, model::Device& saved, const DeviceChange& change) {
    check_identity(saved, change);
    auto device = changed(saved.duplicate(), change);
    check_definition(device);
    if (!change.password && !needs_trial(saved, device)) {
        plan.file_changed = plan.file_changed || saved.keep_sets != device.keep_sets;
        saved.keep_sets = device.keep_sets;
        return;
    }
    if (!device.password_opens())
        throw Refusal(Kind::in_use, fmt::format("the password of device {} was sealed by another appliance; set it too", device.name), "password");
    const auto index = saved.index;
    plan.trials[index] = std::make_shared<const Trial>(Trial{std::move(device), std::make_shared<const model::Device>(saved.duplicate()), model::DeviceState::validating, ""});
}

void DeviceTrials::mend(Plan& plan, const Trial& failed, const control::PutDevice& edit) {
    auto device = changed(failed.device.duplicate(), edit.change);
    if (edit.activate) check_definition(device);
    const auto state = edit.activate ? model::DeviceState::validating : failed.state;
    plan.trials[edit.index] = std::make_shared<const Trial>(Trial{std::move(device), nullptr, state, edit.activate ? "" : failed.text});
}

void DeviceTrials::make(Plan& plan, const control::PutDevice& edit) {
    model::Device device;
    device.index = edit.index;
    device = changed(std::move(device), edit.change);
    check_definition(device);
    const auto next = std::max(plan.file.next_index, plan.highest + 1);
    if (edit.index < next || edit.index - next >= index_choice)
        throw Refusal(Kind::bad_value, fmt::format("a new device takes index {} or one shortly after it, not {}", next, edit.index), "index");
    plan.highest = edit.index;
    plan.trials[edit.index] = std::make_shared<const Trial>(Trial{std::move(device), nullptr, model::DeviceState::validating, ""});
}

/// What only all devices together can tell.
void DeviceTrials::check_company(const Plan& plan, std::uint32_t index) {
    const auto trial = plan.trials.find(index);
    if (trial == plan.trials.end() || trial->second->before) return;
    const auto& name = trial->second->device.name;
    const auto taken = [&] { throw Refusal(Kind::bad_value, fmt::format("device {} exists already; choose another name or delete it first", name), "name"); };
    for (const auto& device : plan.file.devices)
        if (device.name == name) taken();
    std::size_t all = plan.file.devices.size();
    for (const auto& [other, each] : plan.trials) {
        if (each->before) continue;
        ++all;
        if (other != index && each->device.name == name) taken();
    }
    if (all > model::max_devices) throw Refusal(Kind::limit, fmt::format("there are {} devices already; delete one first", model::max_devices), "index");
}

}  // namespace drs::master
