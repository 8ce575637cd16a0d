// SPDX-License-Identifier: Apache-2.0
#include "master/node_watch.hpp"

#include <fmt/format.h>

#include "runtime/event.hpp"

namespace drs::master {
namespace {

constexpr auto look_every = std::chrono::seconds(1);

}  // namespace

runtime::Awaitable<void> NodeWatch::run() {
    runtime::Event never(means_.executor);
    for (;;) {
        look();
        co_await never.wait_for(look_every);
    }
}

void NodeWatch::look() {
    const auto now = means_.clock.now();
    for (const auto& [name, node] : means_.nodes.all()) {
        if (node.session || node.components.empty()) absences_.erase(name);
        else tell(name, now);
    }
}

void NodeWatch::tell(const std::string& node, model::TimePoint now) {
    auto& [since, told] = absences_.try_emplace(node, Absence{now}).first->second;
    const auto limit = means_.settings.alarm.absence;
    if (told || now - since < limit) return;
    told = true;
    alarms::Detail detail;
    detail.node = node;
    detail.reason = fmt::format("node {} has been away for {} s; start its Local Agent or see why it cannot connect", node, limit.count());
    means_.alarms.raise(alarms::AlarmId::ma2la_failure, std::move(detail));
}

void NodeWatch::settle(const std::string& node, const std::string& reason) {
    absences_.erase(node);
    alarms::Detail detail;
    detail.node = node;
    detail.reason = reason;
    means_.alarms.clear(alarms::AlarmId::ma2la_failure, std::move(detail));
}

}  // namespace drs::master
