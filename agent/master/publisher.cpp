// SPDX-License-Identifier: Apache-2.0
#include "master/publisher.hpp"

#include "master/alarm_desk.hpp"
#include "master/due_run.hpp"
#include "master/snapshot_builder.hpp"

namespace drs::master {
namespace {

/// A running job changes with every block; the snapshot follows this often.
constexpr auto publish_every = std::chrono::milliseconds(200);

}  // namespace

Publisher::Publisher(Means& means, ServiceParts& parts, const Platform& platform)
    : means_(means), parts_(parts), platform_(platform), indexes_(parts.database), history_(HistoryCache::read(parts.database)), alarm_log_(means), up_since_(means.clock.now()) {}

void Publisher::reread() {
    history_ = HistoryCache::read(parts_.database);
    for (const auto& [name, node] : means_.nodes.all())
        for (const auto& [key, component] : node.components) lasts_[name + "/" + key.text()] = parts_.database.component_last(name, key);
}

std::map<std::string, std::uint64_t> Publisher::expected_bytes() const {
    std::map<std::string, std::uint64_t> expected;
    for (const auto& [key, last] : lasts_)
        if (last.bytes_before > 0) expected[key] = last.bytes_before;
    return expected;
}

void Publisher::publish_progress(const Operation* running) {
    if (std::chrono::steady_clock::now() - published_ >= publish_every) return publish(running);
    if (pending_) return;
    pending_ = true;
    later_.emplace(means_.executor, publish_every, [this, running] {
        if (pending_) publish(running);
    });
}

void Publisher::publish(const Operation* running) {
    published_ = std::chrono::steady_clock::now();
    pending_ = false;
    auto snapshot = std::make_shared<control::Snapshot>();
    snapshot->taken = means_.clock.now();
    snapshot->product_name = parts_.product.name;
    snapshot->product_version = parts_.product.version;
    snapshot->agent_version = DRS_VERSION;
    snapshot->cluster = means_.settings.cluster;
    snapshot->node = means_.settings.node;
    snapshot->boot_epoch = parts_.boot_epoch;
    snapshot->up_since = up_since_;
    fill(*snapshot, {means_.nodes, parts_.devices, parts_.schedules, parts_.database, appliance_of(means_.settings), history_, indexes_, lasts_});
    snapshot->alarms = AlarmDesk(means_).active({});
    snapshot->alarm_log = alarm_log_.read_on();
    snapshot->last_alarm_sequence = means_.alarms.last_sequence();
    snapshot->alarms_dropped = means_.alarms.dropped();
    snapshot->alarms_dropped_informational = means_.alarms.dropped_informational();
    snapshot->alarms_coalesced = means_.alarms.coalesced();
    snapshot->platform_locked = platform_.administration().has_value();
    if (running != nullptr) show_running(*snapshot, running->job);
    else if (const auto last = parts_.feed.take()->job) show_ended(*snapshot, last->id);
    show_components(*snapshot, indexes_);
    complete_(*snapshot);
    parts_.feed.put(std::move(snapshot));
}

}  // namespace drs::master
