// SPDX-License-Identifier: Apache-2.0
#include "master/snapshot_builder.hpp"

#include <algorithm>
#include <tuple>

#include "master/machine_zone.hpp"
#include "master/recurrence.hpp"
#include "model/names.hpp"

namespace drs::master {
namespace {

control::FeatureRow& feature_row(std::map<std::string, control::FeatureRow>& features, const std::string& name, IndexCache& indexes) {
    auto& row = features[name];
    row.name = name;
    row.index = indexes.of("feature", name);
    return row;
}

control::ComponentRow component_row(const RegisteredNode& node, const model::Component& component, const SnapshotParts& parts) {
    control::ComponentRow row;
    row.node_index = node.node.index;
    row.feature_index = parts.indexes.of("feature", component.key.feature);
    row.component_index = parts.indexes.of("component", component.key.text());
    row.node = node.node.name;
    row.feature = component.key.feature;
    row.component = component.key.component;
    row.kind = component.kind;
    row.mandatory = component.mandatory;
    if (const auto last = parts.lasts.find(row.node + "/" + component.key.text()); last != parts.lasts.end()) {
        row.last_result = last->second.result;
        row.last_bytes = last->second.bytes_stored;
        row.last_time = last->second.time;
    }
    return row;
}

std::vector<control::ScheduleRow> schedule_rows(const SnapshotParts& parts, const std::vector<control::DeviceRow>& devices) {
    std::map<std::uint32_t, model::TimePoint> due;
    for (const auto& task : parts.database.tasks()) due[task.schedule] = task.due;
    std::vector<control::ScheduleRow> rows;
    for (const auto& schedule : parts.schedules.all()) {
        const auto record = parts.database.schedule_record(schedule.index);
        control::ScheduleRow row{schedule, 0, record.last_started, record.last_result, std::nullopt, record.missed};
        for (const auto& device : devices)
            if (device.name == schedule.device) row.device_index = device.index;
        if (const auto next = due.find(schedule.index); schedule.enabled && next != due.end()) row.next_run = Recurrence(schedule, machine_zone()).randomised(next->second, parts.appliance);
        rows.push_back(std::move(row));
    }
    return rows;
}

void show_next_run(control::Snapshot& snapshot) {
    for (const auto& row : snapshot.schedules) {
        if (!row.next_run || (snapshot.next_run && *snapshot.next_run <= *row.next_run)) continue;
        snapshot.next_run = row.next_run;
        snapshot.next_run_schedule = row.schedule.name;
    }
}

template <class Rows>
std::optional<model::Job> newest(const Rows& rows) {
    return rows.empty() ? std::nullopt : std::optional(rows.back().job);
}

}  // namespace

void fill(control::Snapshot& snapshot, const SnapshotParts& parts) {
    std::map<std::string, control::FeatureRow> features;
    for (const auto& [name, node] : parts.nodes.all()) {
        snapshot.nodes.push_back(node.node);
        for (const auto& [key, component] : node.components) {
            auto& feature = feature_row(features, key.feature, parts.indexes);
            ++feature.components;
            feature.mandatory = feature.mandatory || component.mandatory;
            if (feature.description.empty()) feature.description = component.description;
            snapshot.components.push_back(component_row(node, component, parts));
        }
    }
    for (auto& [name, row] : features) snapshot.features.push_back(std::move(row));
    const auto by_index = [](const auto& a, const auto& b) { return a.index < b.index; };
    std::sort(snapshot.nodes.begin(), snapshot.nodes.end(), by_index);
    std::sort(snapshot.features.begin(), snapshot.features.end(), by_index);
    std::sort(snapshot.components.begin(), snapshot.components.end(), [](const auto& a, const auto& b) {
        return std::tie(a.feature_index, a.node_index, a.component_index) < std::tie(b.feature_index, b.node_index, b.component_index);
    });
    snapshot.devices = parts.devices.rows();
    for (auto& device : snapshot.devices) device.used_by = model::join(parts.schedules.users_of(device.name));
    snapshot.schedules = schedule_rows(parts, snapshot.devices);
    std::sort(snapshot.schedules.begin(), snapshot.schedules.end(), [](const auto& a, const auto& b) { return a.schedule.index < b.schedule.index; });
    snapshot.next_schedule_index = parts.schedules.next_index();
    show_next_run(snapshot);
    snapshot.backups = parts.history.backups;
    snapshot.restores = parts.history.restores;
    snapshot.last_backup = newest(snapshot.backups);
    snapshot.last_restore = newest(snapshot.restores);
    const auto& counters = parts.history.counters;
    snapshot.last_backup_result = counters.last_backup_result;
    snapshot.last_good_backup = counters.last_good_backup;
    snapshot.backups_succeeded = counters.backups_succeeded;
    snapshot.backups_failed = counters.backups_failed;
    snapshot.restores_succeeded = counters.restores_succeeded;
    snapshot.restores_failed = counters.restores_failed;
    snapshot.bytes_stored = counters.bytes_stored;
}

void show_running(control::Snapshot& snapshot, const model::Job& job) {
    const bool backup = job.kind == model::JobKind::backup;
    snapshot.state = backup ? model::SystemState::backup : model::SystemState::restore;
    snapshot.platform_locked = true;
    snapshot.job = job;
    (backup ? snapshot.last_backup : snapshot.last_restore) = job;
}

void show_ended(control::Snapshot& snapshot, model::JobId id) {
    for (const auto* rows : {&snapshot.backups, &snapshot.restores})
        for (const auto& row : *rows)
            if (row.job.id == id) snapshot.job = row.job;
}

void show_components(control::Snapshot& snapshot, IndexCache& indexes) {
    if (!snapshot.job) return;
    const auto& components = snapshot.job->components;
    for (std::size_t place = 0; place < components.size(); ++place) {
        const auto& [node, key] = std::tie(components[place].node, components[place].key);
        snapshot.job_components.push_back({indexes.of("node", node), indexes.of("feature", key.feature), indexes.of("component", key.text()), place});
    }
    std::sort(snapshot.job_components.begin(), snapshot.job_components.end(), [](const auto& a, const auto& b) {
        return std::tie(a.node_index, a.feature_index, a.component_index) < std::tie(b.node_index, b.feature_index, b.component_index);
    });
}

}  // namespace drs::master
