// SPDX-License-Identifier: Apache-2.0
#include "master/job_end.hpp"

#include <fmt/format.h>

#include <optional>

#include "master/alarm_of.hpp"
#include "model/names.hpp"

namespace drs::master {
namespace {

std::optional<alarms::AlarmId> alarm_of_end(const model::Job& job) {
    switch (job.result) {
        case model::Result::success:
        case model::Result::warning: return alarm_of_completed_job(job.kind);
        case model::Result::error: return alarm_of_failed_job(job.kind);
        case model::Result::canceled:
        case model::Result::none:
        case model::Result::active:
        case model::Result::pending: return std::nullopt;
    }
    return std::nullopt;
}

std::string sentence_of_end(const model::Job& job) {
    if (job.result == model::Result::error) return job.reason;
    const auto warned = job.result == model::Result::warning ? " with a warning: " + job.reason : std::string();
    return fmt::format("{} of {} completed on {}{}", job.set ? job.set->tar_name() : std::string(), model::join(job.features), job.device, warned);
}

}  // namespace

void tell_end(alarms::Alarms& alarms, const std::string& node, const model::Job& job) {
    const auto id = alarm_of_end(job);
    if (!id) return;
    alarms::Detail detail;
    detail.reason = sentence_of_end(job);
    detail.node = node;
    detail.device = job.device;
    detail.job = job.id;
    alarms.raise(*id, std::move(detail));
}

bool end_is_told(const alarms::Alarms& alarms, const model::Job& job) {
    const auto id = alarm_of_end(job);
    return !id || alarms.last_job(*id) >= job.id;
}

}  // namespace drs::master
