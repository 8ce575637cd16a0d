// SPDX-License-Identifier: Apache-2.0
// Keeps what the snapshot shows and puts each new one into the feed.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "control/snapshot.hpp"
#include "master/alarm_log_follower.hpp"
#include "master/device_registry.hpp"
#include "master/history_cache.hpp"
#include "master/operation.hpp"
#include "master/platform.hpp"
#include "master/schedule_registry.hpp"
#include "runtime/deadline.hpp"

namespace drs::master {

/// What the service is made from besides the means of its operations.
struct ServiceParts {
    storage::Database& database;
    DeviceRegistry& devices;
    ScheduleRegistry& schedules;
    control::SnapshotFeed& feed;
    model::ProductIdentity product;
    std::uint32_t boot_epoch = 0;
};

class Publisher {
public:
    Publisher(Means& means, ServiceParts& parts, const Platform& platform);

    /// Reads the history and the last result of each component anew.
    void reread();
    /// `running`: the operation to be shown; null when there is none.
    void publish(const Operation* running);
    /// As above, at once or a moment later: a running job changes with every block. Whoever ends the operation publishes that, and nothing comes later.
    void publish_progress(const Operation* running);

    /// Adds to each snapshot what others keep.
    void completed_by(std::function<void(control::Snapshot&)> complete) { complete_ = std::move(complete); }

    const HistoryCache& history() const { return history_; }
    std::uint32_t index_of(const std::string& kind, const std::string& name) { return indexes_.of(kind, name); }
    std::vector<std::uint32_t> indexes_of(const std::string& kind, const std::vector<std::string>& names) { return indexes_.of_all(kind, names); }
    /// Bytes before compression of each component's last success, by node/FEATURE/COMPONENT.
    std::map<std::string, std::uint64_t> expected_bytes() const;

private:
    Means& means_;
    ServiceParts& parts_;
    const Platform& platform_;
    IndexCache indexes_;
    HistoryCache history_;
    AlarmLogFollower alarm_log_;
    std::map<std::string, storage::ComponentLast> lasts_;
    model::TimePoint up_since_;
    std::chrono::steady_clock::time_point published_{};
    bool pending_ = false;  // something has changed since the last one
    std::optional<runtime::Deadline> later_;
    std::function<void(control::Snapshot&)> complete_ = [](control::Snapshot&) {};
};

}  // namespace drs::master
