// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "master/backup_job.hpp"
#include "master/job_starter.hpp"
#include "model/names.hpp"
#include "runtime/error.hpp"

namespace drs::master {

using alarms::AlarmId;
using control::Caller;
using control::Kind;
using control::Refusal;

namespace {

constexpr unsigned remembered_sets = 1000;

}  // namespace

model::Job JobStarter::new_job(model::JobKind kind, const Target& target, const Caller& caller) const {
    model::Job job;
    job.kind = kind;
    job.trigger = caller.trigger;
    job.device = target.shown;
    job.device_kind = target.device.kind;
    job.location = target.device.location();
    job.started = means_.clock.now();
    job.product_version = parts_.product.version;
    return job;
}

BackupSelection JobStarter::checked_selection(const std::vector<std::string>& features) {
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

/// Two runs in one second, or a clock set back: the id still grows, so that the newest set is the newest name.
model::SetId JobStarter::new_set_id(model::TimePoint start) const {
    auto id = model::SetId::at(start);
    const auto& backups = publisher_.history().backups;
    while (!backups.empty() && backups.back().job.set && id <= *backups.back().job.set) id = model::SetId::at(start += std::chrono::seconds(1));
    return id;
}

BackupPlan JobStarter::plan_backup(const Target& target, BackupSelection selection) const {
    BackupPlan plan;
    plan.components = std::move(selection.components);
    plan.expected = publisher_.expected_bytes();
    plan.product_name = parts_.product.name;
    if (target.defined) plan.keep_sets = target.device.keep_sets;
    std::set<std::string> ours;
    for (const auto& entry : parts_.database.history(model::JobKind::backup, remembered_sets))
        if (entry.job.set) ours.insert(entry.job.set->text());
    plan.is_ours = [ours = std::move(ours)](const std::string& set) { return ours.contains(set); };
    return plan;
}

/// Such a set is good: a restore compares each node with what the set says of that node.
void JobStarter::warn_of_other_products(const model::Job& job, model::JobId id) const {
    const auto takes_part = [&job](const auto& node) {
        return std::any_of(job.components.begin(), job.components.end(), [&](const auto& component) { return component.node == node; });
    };
    for (const auto& [name, node] : means_.nodes.all())
        if (const auto& product = node.node.product; !product.version.empty() && product.version != parts_.product.version && takes_part(name))
            means_.trace.of_job(id).warn("JobStarter.start_backup", "node {} runs product version {}, the Master {}; the set records each by itself", name,
                              product.version, parts_.product.version);
}

control::StartedJob JobStarter::start_backup(control::BackupRequest request, const Caller& caller, std::optional<ScheduledStart> scheduled) {
    const auto place = operations_.take_place(model::JobKind::backup, caller);
    auto target = targets_.of(request.device);
    auto selection = checked_selection(request.features);
    try {
        (void)means_.keys.recipients();
    } catch (const runtime::Error& e) {
        throw Refusal(Kind::bad_value, e.what());
    }
    auto job = new_job(model::JobKind::backup, target, caller);
    job.features = selection.features;
    job.set = new_set_id(job.started);
    auto operation = std::make_unique<BackupJob>(means_, std::move(job), targets_.opener(target.device), plan_backup(target, std::move(selection)));
    if (scheduled) operation->job.schedule = scheduled->schedule;
    const auto begun = operation->job;  // it may have ended when launch returns
    const auto started = operations_.launch(std::move(operation), std::move(target), scheduled ? std::optional(scheduled->step) : std::nullopt);
    means_.trace.of_job(started.job).info("JobStarter.start_backup", "backup {} of {} to {} asked by {} {{STATE_BACKUP}}", begun.set->text(),
                      model::join(begun.features), begun.device, caller.name);
    warn_of_other_products(begun, started.job);
    return started;
}

void JobStarter::fail_backup(const model::Schedule& schedule, const Caller& caller, const storage::TaskStep& step, const std::string& reason) {
    Target target;
    target.shown = schedule.device;
    auto job = new_job(model::JobKind::backup, target, caller);
    job.schedule = schedule.name;
    job.features = job.failed_features = schedule.features;
    for (const auto& device : parts_.devices.all())
        if (device.name == schedule.device) job.device_kind = device.kind, job.location = device.location();
    operations_.record_failure(std::move(job), step, fmt::format("the backup of schedule {} could not begin: {}", schedule.name, reason));
}

}  // namespace drs::master
