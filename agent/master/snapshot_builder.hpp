// SPDX-License-Identifier: Apache-2.0
// Puts the visible state together from its parts.
#pragma once

#include "control/snapshot.hpp"
#include "master/device_registry.hpp"
#include "master/history_cache.hpp"
#include "master/node_registry.hpp"
#include "master/schedule_registry.hpp"

namespace drs::master {

struct SnapshotParts {
    const NodeRegistry& nodes;
    const DeviceRegistry& devices;
    const ScheduleRegistry& schedules;
    storage::Database& database;
    std::string appliance;  // as in Recurrence::randomised
    const HistoryCache& history;
    IndexCache& indexes;
    const std::map<std::string, storage::ComponentLast>& lasts;  // node/FEATURE/COMPONENT
};

/// Fills nodes, features, components, devices, schedules, histories, counters and the last backup and restore; the caller adds what is its own (state, job, times).
void fill(control::Snapshot& snapshot, const SnapshotParts& parts);
void show_running(control::Snapshot& snapshot, const model::Job& job);
/// The last job of this process stays to be seen, as the history has it.
void show_ended(control::Snapshot& snapshot, model::JobId id);
/// The components of the job that is shown.
void show_components(control::Snapshot& snapshot, IndexCache& indexes);

}  // namespace drs::master
