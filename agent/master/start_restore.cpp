// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "master/job_starter.hpp"
#include "master/restore_job.hpp"
#include "master/set_fit.hpp"
#include "master/set_reader.hpp"
#include "model/names.hpp"

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
    const auto name = choose_catalogue(names, *id, means_.settings.node, request);
    co_return co_await reader.catalogue(name);
}

RestorePlan JobStarter::plan_restore(model::SetCatalogue set, const control::RestoreRequest& request, const control::Caller& caller, model::Job& job) const {
    std::vector<std::string> allowed;
    if (const auto& own = means_.settings.node; set.host != own) {
        take_over(set, own, request);
        allowed.push_back(fmt::format("the host name differs (set: `{}`, now: `{}`)", set.host, own));
    }
    RestorePlan plan;
    plan.check_integrity = request.check_integrity;
    plan.files = select_for_restore(set, request.features, request.node);
    auto found = fit(set, plan.files, means_.nodes, parts_.product, request.allow_build_flavour);
    plan.products = std::move(found.products);
    for (const auto& remark : found.remarks) means_.trace.info("JobStarter.plan_restore", "set {}: {}", set.id.text(), remark);
    std::move(found.allowed.begin(), found.allowed.end(), std::back_inserter(allowed));
    if (!allowed.empty()) job.reason = fmt::format("allowed by {} although {}", caller.name, model::join(allowed, " and "));
    job.set = set.id;
    for (const auto& file : plan.files)
        if (std::find(job.features.begin(), job.features.end(), file.key.feature) == job.features.end()) job.features.push_back(file.key.feature);
    return plan;
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
        auto set = co_await find_set(request, *device);
        plan = plan_restore(std::move(set), request, caller, job);
    } catch (const NotAuthentic& e) {
        refuse_restore(AlarmId::restore_failure, Kind::not_authentic, target, e.what());
    } catch (const storage::DeviceError& e) {
        targets_.saw_failure(target, e);
        refuse_restore(AlarmId::restore_device_error, Kind::device, target, e.what());
    }
    targets_.pin_if_new(target, device->host_key_fingerprint());
    auto operation = std::make_unique<RestoreJob>(means_, std::move(job), open, std::move(plan));
    const auto begun = operation->job;  // it may have ended when launch returns
    const auto started = operations_.launch(std::move(operation), std::move(target));
    means_.trace.of_job(started.job).info("JobStarter.start_restore", "restore of set {} from {} asked by {} {{STATE_RESTORE}}", begun.set->text(), begun.device,
                      caller.name);
    if (!begun.reason.empty()) means_.trace.of_job(started.job).warn("JobStarter.start_restore", "restore of set {} {}", begun.set->text(), begun.reason);
    co_return started;
}

}  // namespace drs::master
