// SPDX-License-Identifier: Apache-2.0
#include "master/device_trials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "master/device_rules.hpp"
#include "runtime/error.hpp"

namespace drs::master {

using control::Caller;
using control::Kind;
using control::Refusal;
using runtime::Awaitable;

DeviceTrials::DeviceTrials(Means& means, ServiceParts& parts, Targets& targets, std::function<void()> changed)
    : means_(means), parts_(parts), targets_(targets), changed_(std::move(changed)),
      tasks_(means.executor, [this](const std::string& name, const std::string& what) { means_.trace.error("DeviceTrials.run", "{} ended: {}", name, what); }) {}

control::Undo DeviceTrials::apply(const control::Edits& edits, const Users& users, const Caller& caller) {
    auto next = planned(edits, users);
    auto before = parts_.devices.file();
    if (next.file_changed) {
        parts_.devices.keep(next.file);
        means_.trace.info("DeviceTrials.apply", "devices changed by {}", caller.name);
    }
    parts_.devices.reserve(next.highest);
    const auto kept = std::make_shared<storage::DeviceFile>(std::move(before));  // a device does not copy
    return [this, kept, file_changed = next.file_changed, trials = std::exchange(trials_, std::move(next.trials)), name = caller.name] {
        trials_ = trials;
        if (!file_changed) return;
        parts_.devices.keep(*kept);
        means_.trace.info("DeviceTrials.apply", "the change of devices by {} is taken back", name);
    };
}

void DeviceTrials::commence(const control::Edits& edits, const Caller& caller) {
    parts_.devices.forget_what_is_gone();
    for (const auto& running : running_)
        if (!is_current(running.trial) && running.probe) running.probe->abort();
    for (const auto& edit : edits) {
        const auto* put = std::get_if<control::PutDevice>(&edit);
        const auto trial = put ? trials_.find(put->index) : trials_.end();
        if (trial == trials_.end() || trial->second->state != model::DeviceState::validating) continue;
        running_.push_back({trial->second, nullptr});
        tasks_.spawn(fmt::format("trial of device {}", trial->second->device.name), run(trial->second, caller));
    }
}

bool DeviceTrials::is_current(const TrialPointer& trial) const {
    const auto place = trials_.find(trial->device.index);
    return place != trials_.end() && place->second == trial;
}

Awaitable<void> DeviceTrials::run(TrialPointer trial, Caller caller) {
    std::exception_ptr cancelled;
    try {
        co_await try_out(trial, caller);
    } catch (const storage::DeviceError& e) {
        fail(trial, state_of(e.fault()), e.what(), caller);
    } catch (const std::exception& e) {
        if (runtime::is_cancellation(e)) cancelled = std::current_exception();
        else fail(trial, model::DeviceState::failed, e.what(), caller);
    }
    std::erase_if(running_, [&](const Running& each) { return each.trial == trial; });
    if (cancelled) std::rethrow_exception(cancelled);
    changed_();
}

Awaitable<void> DeviceTrials::try_out(TrialPointer trial, Caller caller) {
    if (!is_current(trial)) co_return;
    const std::shared_ptr<storage::BackupDevice> probe = targets_.opener(targets_.completed(trial->device.duplicate()))();
    for (auto& running : running_)
        if (running.trial == trial) running.probe = probe;
    co_await probe->validate();
    const auto free_bytes = co_await probe->free_bytes();
    if (is_current(trial)) save(*trial, probe->host_key_fingerprint(), free_bytes, caller);
}

void DeviceTrials::save(const Trial& trial, const std::string& host_key, std::optional<std::uint64_t> free_bytes, const Caller& caller) {
    const auto name = trial.device.name;
    auto device = trial.device.duplicate();
    device.host_key_fingerprint = host_key;
    if (trial.before) parts_.devices.replace(*trial.before, std::move(device));
    else parts_.devices.add(std::move(device));
    parts_.devices.saw_ready(name, free_bytes);
    trials_.erase(trial.device.index);
    means_.trace.info("DeviceTrials.save", "device {} saved by {}", name, caller.name);
}

void DeviceTrials::fail(const TrialPointer& trial, model::DeviceState state, const std::string& why, const Caller& caller) {
    if (!is_current(trial)) return;
    const auto& device = trial->device;
    const auto text = trial->before ? fmt::format("the change of device {} is not saved: {}", device.name, why) : fmt::format("device {} is not saved: {}", device.name, why);
    means_.trace.warn("DeviceTrials.fail", "asked by {}: {}", caller.name, text);
    if (trial->before) {
        trials_.erase(device.index);
        if (parts_.devices.by_index(device.index) != nullptr) parts_.devices.refused_change(device.name, text);
        return;
    }
    trials_[device.index] = std::make_shared<const Trial>(Trial{device.duplicate(), nullptr, state, text});
}

DeviceTrials::Trials DeviceTrials::standing() const {
    auto trials = trials_;
    for (auto place = trials.begin(); place != trials.end();) {
        const auto current = place++;
        const auto& trial = current->second;
        const bool begun = std::any_of(running_.begin(), running_.end(), [&](const Running& each) { return each.trial == trial; });
        if (begun || trial->state != model::DeviceState::validating) continue;
        if (trial->before) trials.erase(current);
        else current->second = std::make_shared<const Trial>(Trial{trial->device.duplicate(), nullptr, model::DeviceState::unknown, ""});
    }
    return trials;
}

void DeviceTrials::show(control::Snapshot& snapshot) const {
    for (const auto& [index, trial] : standing()) {
        const auto saved = std::find_if(snapshot.devices.begin(), snapshot.devices.end(), [&, i = index](const auto& row) { return row.index == i; });
        if (saved == snapshot.devices.end() && !trial->before) {
            auto row = row_of(trial->device);
            row.state = trial->state;
            row.state_text = trial->text;
            snapshot.device_candidates.push_back(std::move(row));
        } else if (saved != snapshot.devices.end() && trial->before) {
            saved->state = trial->state;
            saved->state_text.clear();
        }
    }
    snapshot.next_device_index = parts_.devices.next_index();
}

Awaitable<void> DeviceTrials::stop() {
    tasks_.cancel();
    co_await tasks_.join(std::chrono::seconds(5));
}

}  // namespace drs::master
