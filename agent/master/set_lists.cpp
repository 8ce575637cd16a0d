// SPDX-License-Identifier: Apache-2.0
#include "master/set_lists.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "master/set_reader.hpp"

namespace drs::master {

using control::Kind;
using control::Refusal;
using control::SetListRow;
using control::SetListState;
using runtime::Awaitable;

SetLists::SetLists(Means& means, ServiceParts& parts, Publisher& publisher, Targets& targets, std::function<void()> changed)
    : means_(means), parts_(parts), publisher_(publisher), targets_(targets), changed_(std::move(changed)),
      tasks_(means.executor, [this](const std::string& name, const std::string& what) { means_.trace.error("SetLists.run", "{} ended: {}", name, what); }) {}

Awaitable<std::vector<model::SetSummary>> SetLists::read(control::DeviceChoice choice) {
    const auto target = targets_.of(choice);
    const auto device = targets_.opener(target.device)();
    try {
        SetReader reader(*device, means_.keys);
        auto list = co_await reader.summaries();
        targets_.pin_if_new(target, device->host_key_fingerprint());
        targets_.saw_ready(target, std::nullopt);
        if (target.defined) keep(target.device.index, list);
        co_return list;
    } catch (const storage::DeviceError& e) {
        targets_.saw_failure(target, e);
        if (target.defined) keep_failure(target.device.index, e.what());
        throw Refusal(Kind::device, e.what());
    }
}

const model::Device* SetLists::device_at(std::uint32_t index) const {
    const auto& all = parts_.devices.all();
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& device) { return device.index == index; });
    return found == all.end() ? nullptr : &*found;
}

void SetLists::refresh(std::uint32_t device_index) {
    if (device_at(device_index) == nullptr) return;
    auto& kept = kept_[device_index];
    kept.again = kept.reading;
    if (std::exchange(kept.reading, true)) return;
    tasks_.spawn(fmt::format("the list of the sets on device {}", device_index), run(device_index));
}

void SetLists::refresh(const std::string& device) {
    for (const auto& each : parts_.devices.all())
        if (each.name == device) return refresh(each.index);
}

Awaitable<void> SetLists::run(std::uint32_t device_index) {
    changed_();
    for (bool again = true; again; again = std::exchange(kept_[device_index].again, false)) {
        const auto* device = device_at(device_index);
        if (device == nullptr) break;
        control::DeviceChoice choice{device->name, std::nullopt};
        try {
            auto reading = read(std::move(choice));
            (void)co_await std::move(reading);
        } catch (const Refusal& refusal) {
            keep_failure(device_index, refusal.what());
            means_.trace.warn("SetLists.run", "the sets on device {} cannot be listed: {}", device_index, refusal.what());
        }
    }
    kept_[device_index].reading = false;
    forget_gone_devices();
    changed_();
}

void SetLists::keep(std::uint32_t device_index, std::vector<model::SetSummary> newest_first) {
    auto& row = kept_[device_index].row;
    row.count = newest_first.size();
    if (newest_first.size() > SetListRow::most_sets) newest_first.erase(newest_first.begin() + SetListRow::most_sets, newest_first.end());
    std::reverse(newest_first.begin(), newest_first.end());
    std::vector<std::string> names;
    for (const auto& set : newest_first) names.push_back(set.id.text() + "_" + set.host);
    try {
        const auto indexes = publisher_.indexes_of("set", names);
        auto rows = std::make_shared<std::vector<control::SetRow>>();
        for (std::size_t i = 0; i < names.size(); ++i) rows->push_back({indexes[i], std::move(newest_first[i])});
        std::sort(rows->begin(), rows->end(), [](const auto& a, const auto& b) { return a.index < b.index; });
        row.sets = std::move(rows);
        row.time = means_.clock.now();
        row.state = SetListState::known;
        row.reason.clear();
    } catch (const std::exception& e) {  // the database's: who asked gets the sets all the same
        return keep_failure(device_index, e.what());
    }
    changed_();
}

void SetLists::keep_failure(std::uint32_t device_index, const std::string& reason) {
    auto& row = kept_[device_index].row;
    row.state = SetListState::failed;
    row.reason = reason;
    changed_();
}

void SetLists::forget_gone_devices() {
    std::erase_if(kept_, [this](const auto& each) { return !each.second.reading && device_at(each.first) == nullptr; });
}

std::vector<SetListRow> SetLists::rows(const std::vector<control::DeviceRow>& devices) const {
    std::vector<SetListRow> rows;
    for (const auto& device : devices) {
        const auto found = kept_.find(device.index);
        rows.push_back(found == kept_.end() ? SetListRow() : found->second.row);
        rows.back().device_index = device.index;
        if (found != kept_.end() && found->second.reading) rows.back().state = SetListState::reading;
    }
    return rows;
}

Awaitable<void> SetLists::stop() {
    tasks_.cancel();
    co_await tasks_.join(std::chrono::seconds(5));
}

}  // namespace drs::master
