// SPDX-License-Identifier: Apache-2.0
#include "master/control_service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "master/alarm_of.hpp"
#include "master/retention.hpp"
#include "master/set_reader.hpp"
#include "master/snapshot_builder.hpp"
#include "model/names.hpp"
#include "runtime/deadline.hpp"
#include "runtime/error.hpp"
#include "storage/device/open_device.hpp"

namespace drs::master {

using alarms::AlarmId;
using control::Caller;
using control::Kind;
using control::Refusal;
using runtime::Awaitable;

namespace {

/// A running job changes with every block; the snapshot follows this often.
constexpr auto publish_every = std::chrono::milliseconds(200);
constexpr unsigned remembered_sets = 1000;

}  // namespace

/// Holds the one place for an operation while its beginning is still being checked.
class ControlService::Starting {
public:
    explicit Starting(ControlService& service) : service_(service) { service_.starting_ = true; }
    ~Starting() { service_.starting_ = false; }
    Starting(const Starting&) = delete;
    Starting& operator=(const Starting&) = delete;

private:
    ControlService& service_;
};

ControlService::ControlService(Means means, ServiceParts parts)
    : means_(std::move(means)), parts_(std::move(parts)), indexes_(parts_.database), history_(HistoryCache::read(parts_.database)),
      tasks_(means_.executor, [this](const std::string& name, const std::string& what) { means_.trace.error("ControlService.task", "{}: {}", name, what); }),
      up_since_(means_.clock.now()) {}

ControlService::~ControlService() = default;

void ControlService::recover() {
    for (auto& job : parts_.database.unfinished_jobs()) {
        job.result = model::Result::error;
        job.reason = "the Master Agent stopped while it ran";
        job.ended = means_.clock.now();
        for (auto& component : job.components)
            if (!component.finished) component.result = model::Result::error;
        job.failed_features = job.features;
        parts_.database.end_job(job);
        means_.trace.error("ControlService.recover", "job {}: {} ends ERROR: {}", job.id, model::word(job.kind), job.reason);
        alarms::Detail detail;
        detail.reason = job.reason;
        detail.node = means_.settings.node;
        detail.device = job.device;
        detail.job = job.id;
        means_.alarms.raise(alarm_of_failed_job(job.kind), std::move(detail));
    }
    history_ = HistoryCache::read(parts_.database);
    publish();
}

Awaitable<void> ControlService::stop() {
    if (operation_) operation_->cancel_now("the Master Agent is being stopped");
    for (;;) {
        const bool all_ended = co_await tasks_.join(std::chrono::seconds(30));
        if (all_ended) break;
        means_.trace.warn("ControlService.stop", "an operation does not end; still waiting");
    }
}

ControlService::Target ControlService::target_of(const control::DeviceChoice& choice) const {
    if (!choice.ad_hoc) {
        const auto& device = parts_.devices.find(choice.name);
        return {completed(device.duplicate()), true, device.name};
    }
    auto device = completed(choice.ad_hoc->duplicate());
    check_device(device);
    if (device.kind == model::DeviceKind::network && device.host_key_fingerprint.empty())
        if (const auto pinned = parts_.database.pinned_host_key(fmt::format("{}:{}", device.server, device.port))) device.host_key_fingerprint = *pinned;
    auto shown = device.kind == model::DeviceKind::network ? device.server + ":" + device.path : device.path;
    return {std::move(device), false, std::move(shown)};
}

/// Without a password the Master's own SSH key is meant, unless another one is named.
model::Device ControlService::completed(model::Device device) const {
    if (device.kind == model::DeviceKind::network && device.password.empty() && device.key_file.empty())
        device.key_file = means_.settings.paths.ssh_key().string();
    return device;
}

OpenDevice ControlService::opener(const Target& target) const {
    const auto device = std::make_shared<model::Device>(target.device.duplicate());
    const storage::DeviceOptions options{means_.settings.job.device_timeout, means_.executor, &means_.trace};
    return [device, options] { return storage::open_device(*device, options); };
}

/// The key of a server that is used without being defined is pinned at its first use.
void ControlService::pin_if_new(const Target& target, const std::string& host_key) {
    if (!target.defined && target.device.host_key_fingerprint.empty() && !host_key.empty())
        parts_.database.pin_host_key(fmt::format("{}:{}", target.device.server, target.device.port), host_key);
}

model::Job ControlService::new_job(model::JobKind kind, const Target& target, const Caller& caller) const {
    model::Job job;
    job.kind = kind;
    job.trigger = caller.trigger;
    job.device = target.shown;
    job.device_kind = target.device.kind;
    job.location = target.device.location();
    job.started = means_.clock.now();
    job.product_version = parts_.product_version;
    return job;
}

void ControlService::refuse_if_busy(const Caller& caller, model::JobKind kind) {
    if (!operation_ && !starting_) return;
    const auto what = operation_ ? fmt::format("job {}, a {},", operation_->job.id, operation_->job.kind == model::JobKind::backup ? "backup" : "restore")
                                 : std::string("another operation");
    const auto sentence = fmt::format("a {} cannot start while {} is running; wait for it or cancel it", kind == model::JobKind::backup ? "backup" : "restore", what);
    alarms::Detail detail;
    detail.reason = sentence;
    detail.node = means_.settings.node;
    detail.job = operation_ ? operation_->job.id : 0;
    means_.alarms.raise(AlarmId::backup_in_progress, std::move(detail));
    means_.trace.warn("ControlService.refuse", "{} asked by {}: {}", model::word(kind), caller.name, sentence);
    throw Refusal(Kind::busy, sentence);
}

BackupSelection ControlService::checked_selection(const std::vector<std::string>& features) {
    try {
        return select_for_backup(means_.nodes, features);
    } catch (const Refusal& e) {
        const auto& nodes = means_.nodes.all();
        const bool nothing = std::all_of(nodes.begin(), nodes.end(), [](const auto& node) { return node.second.components.empty(); });
        alarms::Detail detail;
        detail.reason = e.what();
        detail.node = means_.settings.node;
        means_.alarms.raise(nothing ? AlarmId::no_registered_component : AlarmId::no_registered_feature, std::move(detail));
        throw;
    }
}

Awaitable<control::StartedJob> ControlService::start_backup(control::BackupRequest request, Caller caller) {
    refuse_if_busy(caller, model::JobKind::backup);
    const Starting starting(*this);
    auto target = target_of(request.device);
    auto selection = checked_selection(request.features);
    try {
        (void)means_.keys.recipients();
    } catch (const runtime::Error& e) {
        throw Refusal(Kind::bad_value, e.what());
    }
    auto job = new_job(model::JobKind::backup, target, caller);
    job.features = selection.features;
    auto id = model::SetId::at(job.started);
    // Two runs in one second, or a clock set back: the id still grows, so that the newest set is the newest name.
    for (auto start = job.started; !history_.backups.empty() && history_.backups.back().job.set && id <= *history_.backups.back().job.set;)
        id = model::SetId::at(start += std::chrono::seconds(1));
    job.set = id;

    BackupPlan plan;
    plan.components = std::move(selection.components);
    for (const auto& [key, last] : lasts_)
        if (last.bytes_before > 0) plan.expected[key] = last.bytes_before;
    plan.product_name = parts_.product_name;
    if (target.defined) plan.keep_sets = target.device.keep_sets;
    std::set<std::string> ours;
    for (const auto& entry : parts_.database.history(model::JobKind::backup, remembered_sets))
        if (entry.job.set) ours.insert(entry.job.set->text());
    plan.is_ours = [ours = std::move(ours)](const std::string& set) { return ours.contains(set); };
    auto operation = std::make_unique<BackupJob>(means_, std::move(job), opener(target), std::move(plan));
    operation->job.id = parts_.database.begin_job(operation->job);
    means_.trace.info("ControlService.start_backup", "job {}: backup {} of {} to {} asked by {} {{STATE_BACKUP}}", operation->job.id, id.text(),
                      model::join(operation->job.features), target.shown, caller.name);
    control::StartedJob started{operation->job.id, id};
    launch(std::move(operation), std::move(target));
    co_return started;
}

Awaitable<model::SetCatalogue> ControlService::find_set(const control::RestoreRequest& request, storage::BackupDevice& device) {
    const auto id = model::SetId::parse(request.set);
    if (!id) throw Refusal(Kind::bad_value, fmt::format("`{}` is not the name of a backup set; it looks like 2026-11-23-02-00-00.tar", request.set));
    SetReader reader(device, means_.keys);
    const auto names = co_await reader.names();
    for (const auto& name : names)
        if (name.id == *id && name.host == means_.settings.node) co_return co_await reader.catalogue(name);
    throw Refusal(Kind::not_found, fmt::format("there is no set {} of {} on the device; see show_backupfiles", id->text(), means_.settings.node));
}

Awaitable<control::StartedJob> ControlService::start_restore(control::RestoreRequest request, Caller caller) {
    refuse_if_busy(caller, model::JobKind::restore);
    const Starting starting(*this);
    auto target = target_of(request.device);
    const auto open = opener(target);
    const auto device = open();
    auto job = new_job(model::JobKind::restore, target, caller);
    RestorePlan plan;
    const auto failed = [&](AlarmId alarm, Kind kind, const std::string& sentence) {
        alarms::Detail detail;
        detail.reason = sentence;
        detail.node = means_.settings.node;
        detail.device = target.shown;
        means_.alarms.raise(alarm, std::move(detail));
        throw Refusal(kind, sentence);
    };
    try {
        const auto set = co_await find_set(request, *device);
        if (set.product_version != parts_.product_version)
            throw Refusal(Kind::mismatch, fmt::format("set {} was made by product version {}, this system is {}: a restore needs exactly the same version",
                                                      set.id.text(), set.product_version, parts_.product_version));
        plan.files = select_for_restore(set, request.features, request.node);
        job.set = set.id;
        for (const auto& file : plan.files)
            if (std::find(job.features.begin(), job.features.end(), file.key.feature) == job.features.end()) job.features.push_back(file.key.feature);
    } catch (const NotAuthentic& e) {
        failed(AlarmId::restore_failure, Kind::not_authentic, e.what());
    } catch (const storage::DeviceError& e) {
        if (target.defined) parts_.devices.saw_failure(target.shown, e);
        failed(AlarmId::restore_device_error, Kind::device, e.what());
    }
    pin_if_new(target, device->host_key_fingerprint());
    plan.check_integrity = request.check_integrity;
    auto operation = std::make_unique<RestoreJob>(means_, std::move(job), open, std::move(plan));
    operation->job.id = parts_.database.begin_job(operation->job);
    means_.trace.info("ControlService.start_restore", "job {}: restore of set {} from {} asked by {} {{STATE_RESTORE}}", operation->job.id,
                      operation->job.set->text(), target.shown, caller.name);
    control::StartedJob started{operation->job.id, operation->job.set};
    launch(std::move(operation), std::move(target));
    co_return started;
}

void ControlService::launch(std::unique_ptr<Operation> operation, Target target) {
    operation_ = std::move(operation);
    operation_->on_change = [this] {
        if (std::chrono::steady_clock::now() - published_ >= publish_every) publish();
    };
    publish();
    tasks_.spawn(fmt::format("job {}", operation_->job.id), run_operation(*operation_, std::make_shared<const Target>(std::move(target))));
}

Awaitable<void> ControlService::run_operation(Operation& operation, std::shared_ptr<const Target> target) {
    {
        const auto limit = means_.settings.job.limit;
        runtime::Deadline deadline(means_.executor, limit, [&operation, limit] {
            operation.cancel_now(fmt::format("the job ran longer than its limit of {} s", limit.count()), model::Result::error);
        });
        co_await operation.run();
    }
    try {
        remember(operation, *target);
    } catch (const std::exception& e) {
        means_.trace.error("ControlService.run_operation", "job {}: its end could not be written down: {}", operation.job.id, e.what());
        alarms::Detail detail;
        detail.reason = fmt::format("the end of job {} could not be written down: {}", operation.job.id, e.what());
        detail.node = means_.settings.node;
        detail.job = operation.job.id;
        means_.alarms.raise(AlarmId::internal_process_failure, std::move(detail));
    }
    operation_.reset();
    publish();
}

void ControlService::remember(const Operation& operation, const Target& target) {
    parts_.database.end_job(operation.job);
    pin_if_new(target, operation.host_key_fingerprint());
    if (target.defined) operation.tell_device([&](const storage::DeviceError* failure) {
        failure ? parts_.devices.saw_failure(target.shown, *failure) : parts_.devices.saw_ready(target.shown, std::nullopt);
    });
    if (operation.job.kind == model::JobKind::restore) {
        try {
            parts_.devices.reload();  // PLATFORM may have brought another drfDevice.xml
        } catch (const std::exception& e) {
            means_.trace.error("ControlService.remember", "job {}: the restored device file is not used: {}", operation.job.id, e.what());
        }
    }
    history_ = HistoryCache::read(parts_.database);
    refresh_lasts();
}

void ControlService::cancel(control::CancelMode mode, Caller caller) {
    if (!operation_) throw Refusal(Kind::not_found, "no backup or restore is running");
    const auto reason = "canceled by " + caller.name;
    means_.trace.info("ControlService.cancel", "job {}: {} {}", operation_->job.id, reason,
                      mode == control::CancelMode::now ? "at once" : "after the component in progress");
    if (mode == control::CancelMode::now) operation_->cancel_now(reason);
    else operation_->cancel_after_component(reason);
}

Awaitable<control::DeviceRow> ControlService::add_device(model::Device device, Caller caller) {
    parts_.devices.check_new(device);
    device.host_key_fingerprint.clear();
    const auto name = device.name;
    const auto probe = storage::open_device(completed(device.duplicate()), {means_.settings.job.device_timeout, means_.executor, &means_.trace});
    std::optional<std::uint64_t> free_bytes;
    try {
        co_await probe->validate();
        free_bytes = co_await probe->free_bytes();
    } catch (const storage::DeviceError& e) {
        means_.trace.warn("ControlService.add_device", "device {} asked by {} is not saved: {}", name, caller.name, e.what());
        throw Refusal(Kind::device, fmt::format("device {} is not saved: {}", name, e.what()));
    }
    parts_.devices.check_new(device);  // another may have come while this one was tried
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
    if (operation_) {
        const bool used = name == "*" || operation_->job.device == name;
        if (used) throw Refusal(Kind::in_use, fmt::format("device {} is in use by job {}; wait for it or cancel it", operation_->job.device, operation_->job.id));
    }
    auto gone = parts_.devices.remove(name);
    means_.trace.info("ControlService.remove_device", "devices removed by {}: {}", caller.name, model::join(gone, ", "));
    publish();
    return gone;
}

Awaitable<std::vector<model::SetSummary>> ControlService::sets(control::DeviceChoice choice, Caller) {
    auto target = target_of(choice);
    const auto device = opener(target)();
    try {
        SetReader reader(*device, means_.keys);
        auto list = co_await reader.summaries();
        pin_if_new(target, device->host_key_fingerprint());
        if (target.defined) parts_.devices.saw_ready(target.shown, std::nullopt);
        co_return list;
    } catch (const storage::DeviceError& e) {
        if (target.defined) parts_.devices.saw_failure(target.shown, e);
        throw Refusal(Kind::device, e.what());
    }
}

void ControlService::refresh_lasts() {
    for (const auto& [name, node] : means_.nodes.all())
        for (const auto& [key, component] : node.components) lasts_[name + "/" + key.text()] = parts_.database.component_last(name, key);
}

void ControlService::nodes_changed() {
    refresh_lasts();
    publish();
}

void ControlService::publish() {
    published_ = std::chrono::steady_clock::now();
    auto snapshot = std::make_shared<control::Snapshot>();
    snapshot->taken = means_.clock.now();
    snapshot->product_name = parts_.product_name;
    snapshot->product_version = parts_.product_version;
    snapshot->agent_version = DRS_VERSION;
    snapshot->cluster = means_.settings.cluster;
    snapshot->node = means_.settings.node;
    snapshot->boot_epoch = parts_.boot_epoch;
    snapshot->up_since = up_since_;
    fill(*snapshot, {means_.nodes, parts_.devices, history_, indexes_, lasts_});
    snapshot->last_alarm_sequence = means_.alarms.last_sequence();
    if (operation_) {
        const bool backup = operation_->job.kind == model::JobKind::backup;
        snapshot->state = backup ? model::SystemState::backup : model::SystemState::restore;
        snapshot->platform_locked = true;
        snapshot->job = operation_->job;
        (backup ? snapshot->last_backup : snapshot->last_restore) = operation_->job;
    } else if (const auto last = parts_.feed.take()->job) {
        // the last one of this process stays to be seen, as it ended
        const auto& rows = last->kind == model::JobKind::backup ? history_.backups : history_.restores;
        for (const auto& row : rows)
            if (row.job.id == last->id) snapshot->job = row.job;
    }
    parts_.feed.put(std::move(snapshot));
}

std::shared_ptr<const control::Snapshot> ControlService::snapshot() const { return parts_.feed.take(); }

}  // namespace drs::master
