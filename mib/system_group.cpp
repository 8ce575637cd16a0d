// SPDX-License-Identifier: Apache-2.0
// drsSystem: the system as a whole.
#include <algorithm>
#include <array>

#include "mib/groups.hpp"

namespace drs::mib {
namespace {

Value last_good_backup_age(const Source& source) {
    const auto& last = source.snapshot.last_good_backup;
    if (!last) return unsigned32(never_happened);
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(source.now - *last).count();
    // A clock that was put back must not look like a system without any backup.
    return unsigned32(static_cast<std::uint64_t>(std::clamp<decltype(age)>(age, 0, never_happened - 1)));
}

constexpr Writable lock_syntax{Syntax::integer32, 0, 2147483647};

constexpr std::array columns{
    Column{1, "drsSystemProductName", [](const Source& s, std::size_t) { return text(s.snapshot.product_name); }},
    Column{2, "drsSystemProductVersion", [](const Source& s, std::size_t) { return text(s.snapshot.product_version); }},
    Column{3, "drsSystemAgentVersion", [](const Source& s, std::size_t) { return text(s.snapshot.agent_version); }},
    Column{4, "drsSystemHostRole", [](const Source& s, std::size_t) { return enumerated(s.snapshot.role); }},
    Column{5, "drsSystemState", [](const Source& s, std::size_t) { return enumerated(s.snapshot.state); }},
    Column{6, "drsSystemBootEpoch", [](const Source& s, std::size_t) { return unsigned32(s.snapshot.boot_epoch); }},
    Column{7, "drsSystemUpSince", [](const Source& s, std::size_t) { return date_and_time(s.snapshot.up_since); }},
    Column{8, "drsSystemPlatformLocked", [](const Source& s, std::size_t) { return truth(s.snapshot.platform_locked); }},
    Column{9, "drsSystemLastBackupResult",
           [](const Source& s, std::size_t) { return enumerated(s.snapshot.last_backup_result); }},
    Column{10, "drsSystemLastGoodBackupTime",
           [](const Source& s, std::size_t) { return date_and_time(s.snapshot.last_good_backup); }},
    Column{11, "drsSystemLastGoodBackupAge", [](const Source& s, std::size_t) { return last_good_backup_age(s); }},
    Column{12, "drsSystemNextRunTime", [](const Source& s, std::size_t) { return date_and_time(s.snapshot.next_run); }},
    Column{13, "drsSystemNextRunSchedule", [](const Source& s, std::size_t) { return text(s.snapshot.next_run_schedule); }},
    Column{14, "drsSystemBackupsSucceeded",
           [](const Source& s, std::size_t) { return counter32(s.snapshot.backups_succeeded); }},
    Column{15, "drsSystemBackupsFailed", [](const Source& s, std::size_t) { return counter32(s.snapshot.backups_failed); }},
    Column{16, "drsSystemRestoresSucceeded",
           [](const Source& s, std::size_t) { return counter32(s.snapshot.restores_succeeded); }},
    Column{17, "drsSystemRestoresFailed", [](const Source& s, std::size_t) { return counter32(s.snapshot.restores_failed); }},
    Column{18, "drsSystemBytesStored", [](const Source& s, std::size_t) { return counter64(s.snapshot.bytes_stored); }},
    Column{configuration_lock_column, "drsSystemConfigurationLock",
           [](const Source& s, std::size_t) { return Value{Syntax::integer32, s.snapshot.configuration_lock, {}}; }, &lock_syntax},
    Column{20, "drsScheduleNextIndex", [](const Source& s, std::size_t) { return unsigned32(s.snapshot.next_schedule_index); }},
    Column{21, "drsDeviceNextIndex", [](const Source& s, std::size_t) { return unsigned32(s.snapshot.next_device_index); }},
};

}  // namespace

Group system_group() { return {{objects_branch, 1}, columns, one_row, scalar_index}; }

}  // namespace drs::mib
