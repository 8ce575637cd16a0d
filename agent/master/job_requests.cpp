// SPDX-License-Identifier: Apache-2.0
#include "master/job_requests.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "master/selection.hpp"
#include "model/set_id.hpp"

namespace drs::master {

using control::Kind;
using control::Refusal;
using control::RequestState;
using runtime::Awaitable;

namespace {

constexpr std::size_t most_rows = 20;

}  // namespace

JobRequests::JobRequests(Means& means, ServiceParts& parts, JobStarter& starter, Operations& operations, std::function<void()> changed)
    : means_(means), parts_(parts), starter_(starter), operations_(operations), changed_(std::move(changed)),
      tasks_(means.executor, [this](const std::string& name, const std::string& what) { means_.trace.error("JobRequests.run", "{} ended: {}", name, what); }) {}

const model::Device& JobRequests::device_of(const control::JobRequest& request) const {
    for (const auto& device : parts_.devices.all())
        if (device.index == request.device_index) return device;
    throw Refusal(Kind::not_found, fmt::format("there is no device {}; drsDeviceTable has those there are", request.device_index), "device");
}

void JobRequests::check(const control::JobRequest& request) const {
    if (rows_.contains(request.index)) throw Refusal(Kind::in_use, fmt::format("job request {} is there already; take another index", request.index), "index");
    const bool restore = request.kind == model::JobKind::restore;
    if (!restore && request.kind != model::JobKind::backup) throw Refusal(Kind::bad_value, "only backup and restore can be asked for", "kind");
    (void)device_of(request);
    if (restore && !model::SetId::parse(request.set)) throw Refusal(Kind::bad_value, fmt::format("`{}` is no backup set; drsSetTable and show_backupfiles have their names", request.set), "set");
    if (!restore && !request.set.empty()) throw Refusal(Kind::bad_value, "a backup makes its own set; leave the set empty", "set");
    if (!restore && !request.nodes.empty()) throw Refusal(Kind::bad_value, "a backup takes all nodes; leave the nodes empty", "nodes");
    if (request.nodes.size() > 1) throw Refusal(Kind::bad_value, "a restore is for one node, or without a node for all in the set", "nodes");
    try {
        if (!restore || !request.features.empty()) (void)check_features(means_.nodes, request.features);
    } catch (const Refusal& refusal) {
        throw Refusal(refusal.kind(), refusal.what(), "features");
    }
    if (const auto obstacle = operations_.obstacle()) {
        const auto sentence = fmt::format("a {} cannot start while {}", restore ? "restore" : "backup", *obstacle);
        operations_.tell_busy(request.kind, sentence);
        throw Refusal(Kind::busy, sentence);
    }
    if (rows_.size() >= most_rows && std::none_of(rows_.begin(), rows_.end(), [](const auto& each) { return each.second.state >= RequestState::finished; }))
        throw Refusal(Kind::limit, fmt::format("there are {} job requests that have not ended; wait for one", most_rows));
}

void JobRequests::make_room() {
    while (rows_.size() >= most_rows) {
        const auto oldest = std::find_if(order_.begin(), order_.end(), [&](std::uint32_t index) {
            const auto row = rows_.find(index);
            return row == rows_.end() || row->second.state >= RequestState::finished;
        });
        if (oldest == order_.end()) return;
        rows_.erase(*oldest);
        order_.erase(oldest);
    }
}

void JobRequests::take(control::JobRequest request, const control::Caller& caller) {
    make_room();
    const auto index = request.index;
    rows_[index] = {std::move(request), RequestState::waiting, 0, model::Result::pending, ""};
    std::erase(order_, index);
    order_.push_back(index);
    tasks_.spawn(fmt::format("job request {}", index), run(index, caller));
}

Awaitable<control::StartedJob> JobRequests::begin(control::JobRequest request, control::Caller caller) {
    control::DeviceChoice device{device_of(request).name, std::nullopt};
    if (request.kind == model::JobKind::backup) {
        control::BackupRequest backup{std::move(device), std::move(request.features)};
        co_return starter_.start_backup(std::move(backup), caller);
    }
    control::RestoreRequest restore;
    restore.device = std::move(device);
    restore.set = std::move(request.set);
    restore.features = std::move(request.features);
    if (!request.nodes.empty()) restore.node = request.nodes.front();
    auto started = starter_.start_restore(std::move(restore), std::move(caller));
    co_return co_await std::move(started);
}

Awaitable<void> JobRequests::run(std::uint32_t index, control::Caller caller) {
    auto request = rows_.at(index).request;
    std::string refused;
    control::StartedJob started;
    try {
        started = co_await begin(std::move(request), caller);
    } catch (const Refusal& refusal) {
        refused = refusal.what();
    }
    const auto row = rows_.find(index);
    if (row == rows_.end()) co_return;  // forgotten meanwhile
    if (refused.empty()) {
        row->second.state = RequestState::running;
        row->second.job = started.job;
        row->second.result = model::Result::active;
    } else {
        row->second.state = RequestState::refused;
        row->second.result = model::Result::error;
        row->second.reason = refused;
        means_.trace.warn("JobRequests.run", "job request {} by {} is refused: {}", index, caller.name, refused);
    }
    changed_();
}

void JobRequests::look(const HistoryCache& history) {
    for (auto& [index, row] : rows_) {
        if (row.state != RequestState::running) continue;
        for (const auto* list : {&history.backups, &history.restores})
            for (const auto& entry : *list) {
                if (entry.job.id != row.job || !entry.job.ended) continue;
                row.state = RequestState::finished;
                row.result = entry.job.result;
                row.reason = entry.job.reason;
            }
    }
}

std::vector<control::RequestRow> JobRequests::rows() const {
    std::vector<control::RequestRow> all;
    for (const auto& [index, row] : rows_) all.push_back(row);
    return all;
}

Awaitable<void> JobRequests::stop() {
    tasks_.cancel();
    co_await tasks_.join(std::chrono::seconds(5));
}

}  // namespace drs::master
