// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "master/job_starter.hpp"
#include "master/restore_job.hpp"
#include "master/set_reader.hpp"

namespace drs::master {

using alarms::AlarmId;
using control::Kind;
using control::Refusal;
using runtime::Awaitable;

Awaitable<model::SetCatalogue> JobStarter::find_set(const control::RestoreRequest& request, storage::BackupDevice& device) {
    const auto id = model::SetId::parse(request.set);
    if (!id) throw Refusal(Kind::bad_value, fmt::format("`{}` is not the name of a backup set; it looks like 2026-11-23-02-00-00.tar", request.set));
    SetReader reader(device, means_.keys);
    const auto names = co_await reader.names();
    for (const auto& name : names)
        if (name.id == *id && name.host == means_.settings.node) co_return co_await reader.catalogue(name);
    throw Refusal(Kind::not_found, fmt::format("there is no set {} of {} on the device; see show_backupfiles", id->text(), means_.settings.node));
}

void JobStarter::check_version(const model::SetCatalogue& set) const {
    if (set.product_version == parts_.product.version) return;
    throw Refusal(Kind::mismatch, fmt::format("set {} was made by product version {}, this system is {}: a restore needs exactly the same version",
                                              set.id.text(), set.product_version, parts_.product.version));
}

void JobStarter::refuse_restore(AlarmId alarm, Kind kind, const Target& target, const std::string& sentence) {
    alarms::Detail detail;
    detail.reason = sentence;
    detail.node = means_.settings.node;
    detail.device = target.shown;
    means_.alarms.raise(alarm, std::move(detail));
    throw Refusal(kind, sentence);
}

Awaitable<control::StartedJob> JobStarter::start_restore(control::RestoreRequest request, control::Caller caller) {
    const auto place = operations_.take_place(model::JobKind::restore, caller);
    auto target = targets_.of(request.device);
    const auto open = targets_.opener(target.device);
    const auto device = open();
    auto job = new_job(model::JobKind::restore, target, caller);
    RestorePlan plan;
    try {
        const auto set = co_await find_set(request, *device);
        check_version(set);
        plan.files = select_for_restore(set, request.features, request.node);
        job.set = set.id;
        for (const auto& file : plan.files)
            if (std::find(job.features.begin(), job.features.end(), file.key.feature) == job.features.end()) job.features.push_back(file.key.feature);
    } catch (const NotAuthentic& e) {
        refuse_restore(AlarmId::restore_failure, Kind::not_authentic, target, e.what());
    } catch (const storage::DeviceError& e) {
        targets_.saw_failure(target, e);
        refuse_restore(AlarmId::restore_device_error, Kind::device, target, e.what());
    }
    targets_.pin_if_new(target, device->host_key_fingerprint());
    plan.check_integrity = request.check_integrity;
    auto operation = std::make_unique<RestoreJob>(means_, std::move(job), open, std::move(plan));
    const auto started = operations_.launch(std::move(operation), std::move(target));
    const auto& running = operations_.running()->job;
    means_.trace.info("JobStarter.start_restore", "job {}: restore of set {} from {} asked by {} {{STATE_RESTORE}}", started.job, running.set->text(),
                      running.device, caller.name);
    co_return started;
}

}  // namespace drs::master
