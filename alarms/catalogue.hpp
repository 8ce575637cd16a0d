// SPDX-License-Identifier: Apache-2.0
// Every alarm there is: one table; the MIB's notifications, syslog names and docs/alarms.md all come from it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "alarms/x733.hpp"

namespace drs::alarms {

/// The value is the notification's sub-identifier below drsNotifications: never renumber, never reuse.
enum class AlarmId : std::uint16_t {
    // The guide's seventeen, in its order.
    backup_device_error = 1,
    backup_failure = 2,
    backup_in_progress = 3,
    internal_process_failure = 4,
    la2ma_failure = 5,
    local_agent_start_failure = 6,
    ma2la_failure = 7,
    ma_backup_component_failure = 8,
    ma_backup_node_disconnect = 9,
    ma_restore_component_failure = 10,
    ma_restore_node_disconnect = 11,
    master_agent_start_failure = 12,
    no_registered_component = 13,
    no_registered_feature = 14,
    restore_device_error = 15,
    restore_failure = 16,
    sftp_failure = 17,
    // Added by later releases.
    failure = 18,
    tape_device_error = 19,
    local_device_error = 20,
    backup_cancel_internal_error = 21,
    restore_internal_error = 22,
    registration_failure = 23,
    security_violation = 24,
    truststore_missing = 25,
    unknown_client = 26,
    no_backup_taken = 27,
    scheduler_disabled = 28,
    component_deregistered = 29,
    deregistration_failure = 30,
    deregistered_server = 31,
    log_dir_access_failure = 32,
    backup_completed = 33,
    restore_completed = 34,
    component_registered = 35,
    scheduler_updated = 36,
    // Ours, not of the catalogue. The heartbeat is never in a spool: SNMP alone sends it.
    heartbeat = 101,
    alarm_list_rebuilt = 102,
    test_alarm = 103,
};

/// Syslog severities (RFC 5424 section 6.2.1).
enum class Severity : std::uint8_t { error = 3, warning = 4, informational = 6 };

/// Beside its reason; a set of them is the sum.
struct Carries {
    enum Part : unsigned { node = 1, device = 2, feature = 4, component = 8, job = 16 };
};

/// The facility in front of the vendor's name of a message: `%UC_DRF-3-...`. That of syslog itself is a setting.
inline constexpr std::string_view vendor_facility = "UC_DRF";

struct CatalogueEntry {
    AlarmId id;
    std::string_view name;         // CiscoDRFBackupFailure
    Severity severity;
    EventType event_type;
    ProbableCause probable_cause;
    unsigned carries;              // parts of Carries
    std::string_view text;         // the message's text, one sentence
    std::string_view explanation;  // what it means, for the operator
    std::string_view action;       // what to do
    bool stateful;                 // raised and cleared; false: an event
    std::optional<AlarmId> cleared_by;  // the event that clears it, when it is another alarm's
    /// Raised beside it, and active on an object for as long as one of those under it is.
    std::optional<AlarmId> umbrella = std::nullopt;
    bool pending = false;          // the part that would raise it is not built yet
    std::string_view facility = vendor_facility;
};

/// The 36 alarms, in the order of the numbers, without a gap.
std::span<const CatalogueEntry> catalogue();
/// The same, and behind them the rebuilt list and the test alarm: everything that a spool may hold and a sink may have to send.
std::span<const CatalogueEntry> all_entries();
/// Of all_entries and the heartbeat. Throws std::out_of_range for a number that is none.
const CatalogueEntry& entry(AlarmId id);
/// Of all_entries.
bool is_alarm(std::uint16_t number);
/// Of all_entries. The name may lack the vendor's `CiscoDRF` in front.
std::optional<AlarmId> alarm_named(std::string_view name);
/// `Reason`, then `node`, `device`, ... as it carries them.
std::vector<std::string_view> parameters_of(const CatalogueEntry& entry);

std::string_view word(Severity severity);

}  // namespace drs::alarms
