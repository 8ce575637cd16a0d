// SPDX-License-Identifier: Apache-2.0
#include "mib/clog_varbinds.hpp"

#include <algorithm>
#include <chrono>

#include "mib/clog_message.hpp"
#include "mib/notification_varbinds.hpp"

namespace drs::mib {
namespace {

using Ticks = std::chrono::duration<std::int64_t, std::centi>;

/// sysUpTime when it happened; 0 for what is older than this start.
Value timestamp(model::TimePoint time) {
    const auto age = std::chrono::floor<Ticks>(std::chrono::system_clock::now() - time);
    const auto then = Ticks(netsnmp_get_agent_uptime()) - std::max(Ticks(0), age);
    return {Syntax::timeticks, static_cast<std::uint64_t>(std::max(Ticks(0), then).count()), {}};
}

}  // namespace

std::vector<std::pair<SubId, Value>> clog_cells(const alarms::Record& record) {
    const auto message = clog_message(record);
    return {{clog_column::facility, text(message.facility)},
            {clog_column::severity, {Syntax::integer32, message.severity, {}}},
            {clog_column::name, text(message.name)},
            {clog_column::text, text(message.text)},
            {clog_column::timestamp, timestamp(record.time)}};
}

Varbinds clog_varbinds(const alarms::Record& record) {
    auto varbinds = trap_varbind(clog_notification);
    const auto entry = joined(clog_history, clog_entry);
    for (const auto& [column, value] : clog_cells(record)) {
        const std::array instance{column, clog_index(record.sequence)};
        append(varbinds, joined(entry, instance), value);
    }
    return varbinds;
}

}  // namespace drs::mib
