// SPDX-License-Identifier: Apache-2.0
// The parts of the system whose trace levels are set one by one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace drs::trace {

/// A line belongs to the area of its `Class.method`, by its class.
enum class Area : std::uint8_t {
    master,     // start, stop, the nodes' connections
    local,      // a Local Agent: its connection, what it registers, its components' runs
    control,    // requests of command line, SNMP and browser
    scheduler,  // schedules and when they are due
    jobs,       // backups and restores, hooks, history
    devices,    // backup devices and what is remembered of them
    sftp,       // the SFTP connections
    alarms,     // raise, clear, syslog
    snmp,       // the SNMP agent and its notifications
    trace,      // what the trace says of itself, and every class not named above
};
inline constexpr std::size_t area_count = 10;

std::string_view word(Area area);
/// In small letters, as `word` gives it.
std::optional<Area> area_named(std::string_view word);
/// Of `NodeListener.came`; a class that nobody has put into the table is of Area::trace (tests/arch keeps the table whole).
Area area_of(std::string_view where);

}  // namespace drs::trace
