// SPDX-License-Identifier: Apache-2.0
#include "master/control_service.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <set>

#include "model/names.hpp"
#include "runtime/event.hpp"

namespace drs::master {

using control::Caller;
using control::Kind;
using control::Refusal;
using runtime::Awaitable;

namespace {

/// flock(2) tells nobody that it is taken or given back.
constexpr auto look_at_platform_every = std::chrono::seconds(1);

}  // namespace

ControlService::ControlService(Means means, ServiceParts parts)
    : means_(std::move(means)), parts_(std::move(parts)), platform_(means_.executor, means_.settings, means_.clock, means_.trace),
      alarm_desk_(means_), publisher_(means_, parts_, platform_), targets_(means_, parts_.database, parts_.devices),
      set_lists_(means_, parts_, publisher_, targets_, [this] { publish(); }), resync_(means_),
      operations_(means_, parts_, platform_, publisher_, targets_), starter_(means_, parts_, publisher_, targets_, operations_),
      schedules_(means_, parts_), scheduler_(means_, parts_, schedules_, operations_, starter_),
      requests_(means_, parts_, starter_, operations_, [this] { publish(); }), console_(alarm_desk_, resync_, set_lists_),
      trials_(means_, parts_, targets_, [this] { publish(); }), trace_levels_(means_),
      transactions_(schedules_, trials_, requests_, operations_, console_, lock_, trace_levels_),
      registrations_(means_, parts_.database), watch_(means_), alarms_changed_(std::make_shared<std::atomic<bool>>(false)) {
    parts_.devices.keep_what_is_used([this](const std::string& device) { return parts_.schedules.users_on_disk(device); });
    operations_.on_restored = [this] { schedules_.look(); };
    operations_.on_end = [this] {
        requests_.look(publisher_.history());
        schedules_changed();
        list_sets_again();
    };
    publisher_.completed_by([this](control::Snapshot& snapshot) {
        snapshot.requests = requests_.rows();
        snapshot.set_lists = set_lists_.rows(snapshot.devices);
        snapshot.configuration_lock = lock_.value();
        trials_.show(snapshot);
        snapshot.trace_levels = trace_levels_.rows();
    });
    follow_alarms();
    follow_configuration();
}

void ControlService::follow_configuration() {
    parts_.devices.on_change([this] { lock_.advance(); });
    parts_.schedules.on_change([this] { lock_.advance(); });
}

ControlService::~ControlService() {
    means_.alarms.on_change(nullptr);
    parts_.devices.on_change([] {});
    parts_.schedules.on_change([] {});
}

/// Not at once: who raises an alarm may be in the middle of something that the snapshot shows.
void ControlService::follow_alarms() {
    means_.alarms.on_change([this, changed = std::weak_ptr(alarms_changed_), executor = means_.executor] {
        const auto flag = changed.lock();
        if (!flag || flag->exchange(true)) return;
        boost::asio::post(executor, [this, changed] {
            const auto alive = changed.lock();
            if (!alive) return;
            *alive = false;
            publisher_.publish_progress(operations_.running());
        });
    });
}

void ControlService::recover() {
    operations_.recover();
    schedules_.reconcile();
    publish();
}

Awaitable<void> ControlService::watch_platform() {
    runtime::Event never(means_.executor);
    for (;;) {
        co_await never.wait_for(look_at_platform_every);
        const bool locked = operations_.running() != nullptr || platform_.administration().has_value();
        if (locked == parts_.feed.take()->platform_locked) continue;
        publish();
        if (!locked) scheduler_.wake();
    }
}

Awaitable<control::StartedJob> ControlService::start_backup(control::BackupRequest request, Caller caller) {
    co_return starter_.start_backup(std::move(request), caller);
}

Awaitable<control::StartedJob> ControlService::start_restore(control::RestoreRequest request, Caller caller) {
    return starter_.start_restore(std::move(request), std::move(caller));
}

Awaitable<control::DeviceRow> ControlService::add_device(model::Device device, Caller caller) {
    parts_.devices.check_new(device);
    device.index = 0;  // is ours to give
    device.host_key_fingerprint.clear();
    const auto name = device.name;
    const auto probe = targets_.opener(targets_.completed(device.duplicate()))();
    std::optional<std::uint64_t> free_bytes;
    try {
        co_await probe->validate();
        free_bytes = co_await probe->free_bytes();
    } catch (const storage::DeviceError& e) {
        means_.trace.warn("ControlService.add_device", "device {} asked by {} is not saved: {}", name, caller.name, e.what());
        throw Refusal(Kind::device, fmt::format("device {} is not saved: {}", name, e.what()));
    }
    device.host_key_fingerprint = probe->host_key_fingerprint();
    parts_.devices.add(std::move(device));
    parts_.devices.saw_ready(name, free_bytes);
    means_.trace.info("ControlService.add_device", "device {} saved by {}", name, caller.name);
    publish();
    for (const auto& row : parts_.devices.rows())
        if (row.name == name) co_return row;
    throw Refusal(Kind::internal, "device " + name + " was saved but cannot be shown");
}

std::vector<std::string> ControlService::remove_device(const std::string& name, Caller caller) {
    if (const auto* running = operations_.running(); running != nullptr && (name == "*" || running->job.device == name))
        throw Refusal(Kind::in_use, fmt::format("device {} is in use by job {}; wait for it or cancel it", running->job.device, running->job.id));
    std::set<std::string> used;
    for (const auto& schedule : parts_.schedules.all()) used.insert(schedule.device);
    if (used.contains(name))
        throw Refusal(Kind::in_use, fmt::format("device {} is used by schedule {}; change or delete that first", name, model::join(parts_.schedules.users_of(name), ", ")));
    auto gone = parts_.devices.remove(name, used);
    means_.trace.info("ControlService.remove_device", "devices removed by {}: {}", caller.name, model::join(gone, ", "));
    publish();
    return gone;
}

void ControlService::list_sets_again() {
    const auto shown = snapshot();
    if (shown->job && shown->job->kind == model::JobKind::backup) set_lists_.refresh(shown->job->device);
}

void ControlService::schedules_changed() {
    publish();
    scheduler_.wake();
}

control::ScheduleRow ControlService::shown(const model::Schedule& schedule) const {
    for (const auto& row : snapshot()->schedules)
        if (row.schedule.index == schedule.index) return row;
    throw Refusal(Kind::internal, "schedule " + schedule.name + " was saved but cannot be shown");
}

control::ScheduleRow ControlService::add_schedule(model::Schedule schedule, Caller caller) {
    const auto saved = schedules_.add(std::move(schedule), caller);
    schedules_changed();
    return shown(saved);
}

control::ScheduleRow ControlService::change_schedule(const std::string& name, control::ScheduleChange change, Caller caller) {
    const auto saved = schedules_.change(name, std::move(change), caller);
    schedules_changed();
    return shown(saved);
}

std::vector<std::string> ControlService::remove_schedules(const std::vector<std::string>& names, Caller caller) {
    auto gone = schedules_.remove(names, caller);
    schedules_changed();
    return gone;
}

std::vector<std::string> ControlService::enable_schedules(const std::vector<std::string>& names, bool enabled, Caller caller) {
    auto switched = schedules_.enable(names, enabled, caller);
    schedules_changed();
    return switched;
}

control::Undo ControlService::apply(const control::Edits& edits, Caller caller) {
    auto undo = transactions_.apply(edits, caller);
    schedules_changed();
    return [this, undo = std::move(undo)] {
        undo();
        schedules_changed();
    };
}

void ControlService::commence(const control::Edits& edits, Caller caller) {
    transactions_.commence(edits, caller);
    publish();
}

Awaitable<void> ControlService::stop() {
    co_await trials_.stop();
    co_await requests_.stop();
    co_await operations_.stop();
    co_await set_lists_.stop();
}

std::vector<control::TraceLevelRow> ControlService::set_trace_level(const control::SetTraceLevel& wanted, Caller caller) {
    trace_levels_.apply({wanted}, caller);
    publish();
    return trace_levels_.rows();
}

control::Estimate ControlService::estimate(const std::vector<std::string>& features) {
    const auto selection = select_for_backup(means_.nodes, features);
    control::Estimate estimate{selection.features, 0, {}};
    for (const auto& [node, component] : selection.components) {
        const auto last = parts_.database.component_last(node, component.key);
        if (last.bytes_stored > 0) estimate.bytes += last.bytes_stored;
        else estimate.unknown.push_back(node + "/" + component.key.text());
    }
    return estimate;
}

std::vector<std::string> ControlService::remove_node(const std::string& name, Caller caller) {
    if (const auto* running = operations_.running())
        throw Refusal(Kind::busy, fmt::format("node {} cannot be removed while job {} runs; wait for it or cancel it", name, running->job.id));
    auto gone = registrations_.remove(name, caller);
    watch_.settle(name, "the node was removed by " + caller.name);
    schedules_.features_changed();
    nodes_changed();
    return gone;
}

void ControlService::register_node(RegisteredNode& node, const wire::Registration& registration) {
    registrations_.replace(node, registration);
    schedules_.features_changed();
    nodes_changed();
}

void ControlService::node_came(RegisteredNode& node) {
    trace_levels_.tell(node);
    watch_.settle(node.node.name, "the node is connected again");
    nodes_changed();
}

void ControlService::settings_touched() {
    try {
        schedules_.look();
    } catch (const std::exception& e) {
        alarms::Detail detail;
        detail.reason = fmt::format("edited schedules could not be planned: {}", e.what());
        detail.node = means_.settings.node;
        means_.alarms.raise(alarms::AlarmId::internal_process_failure, std::move(detail));
    }
    schedules_changed();
}

void ControlService::nodes_changed() {
    publisher_.reread();
    schedules_changed();
}

}  // namespace drs::master
