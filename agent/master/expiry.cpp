// SPDX-License-Identifier: Apache-2.0
#include "master/expiry.hpp"

#include <algorithm>

#include "runtime/error.hpp"

namespace drs::master {
namespace {

constexpr unsigned at_once = 100;  // jobs in memory

}  // namespace

/// A restore of the same set writes the same log again: it stays as long as any entry leads to it.
Expiry::LogsOfNode Expiry::logs_of(const model::Job& job) {
    LogsOfNode logs;
    for (const auto& component : job.components)
        if (!component.log_file.empty() && !database_.is_log_of_another(component.log_file, job.id)) logs[component.node].push_back(component.log_file);
    return logs;
}

/// A node that is none any more cannot be waited for.
bool Expiry::can_reach(const LogsOfNode& logs) const {
    return std::all_of(logs.begin(), logs.end(), [this](const auto& entry) {
        const auto* node = means_.nodes.find(entry.first);
        return node == nullptr || node->session;
    });
}

runtime::Awaitable<void> Expiry::forget(model::Job job) {
    const auto logs = logs_of(job);
    for (const auto& [name, files] : logs) {
        const auto* node = means_.nodes.find(name);
        if (node == nullptr || !node->session) continue;
        const auto session = node->session;
        wire::ForgetLogs order{files};
        co_await session->forget(std::move(order));
    }
    forget_hook_log(means_.settings, job);
    database_.forget_job(job.id);
    means_.trace.of_job(job.id).info("Expiry.forget", "it has left the history, set {}, with {} component logs", model::SetId::at(job.started).text(),
                      job.components.size());
}

runtime::Awaitable<void> Expiry::run() {
    for (const auto kind : {model::JobKind::backup, model::JobKind::restore}) {
        auto jobs = database_.expired_jobs(kind, means_.settings.history.keep, at_once);
        for (auto& job : jobs) {
            if (!can_reach(logs_of(job))) continue;
            try {
                co_await forget(std::move(job));
            } catch (const runtime::Error& e) {
                means_.trace.info("Expiry.run", "a node went away while old logs were removed ({}); they go after the next job", e.what());
                co_return;
            }
        }
    }
}

}  // namespace drs::master
