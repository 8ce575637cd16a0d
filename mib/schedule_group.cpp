// SPDX-License-Identifier: Apache-2.0
// drsScheduleTable: what is backed up when.
#include <array>

#include "mib/groups.hpp"
#include "mib/row_status.hpp"
#include "mib/schedule_rows.hpp"
#include "model/names.hpp"

namespace drs::mib {
namespace {

Place place(const Source& s, std::size_t number) {
    const auto& rows = s.snapshot.schedules;
    return place_at(number, rows.size(), [&](std::size_t row) { return rows[row].schedule.index; }, s.pending.schedules);
}

/// The cell of a row of the state, or of one that is being made.
template <class Read>
Value cell(const Source& s, std::size_t number, SubId column, Read read) {
    const auto at = place(s, number);
    if (at.row) return read(s.snapshot.schedules[*at.row]);
    static const control::ScheduleRow fresh = [] {
        control::ScheduleRow row;
        row.schedule.enabled = false;
        return row;
    }();
    return pending_value(*at.pending, column, read(fresh));
}

constexpr Writable name{Syntax::octets, 1, 255};
constexpr Writable device{Syntax::unsigned32, 1, 4294967295u};
constexpr Writable features{Syntax::octets, 1, 1024};
constexpr Writable start{Syntax::octets, 8, 8};
constexpr Writable frequency{Syntax::integer32, 1, 4};
constexpr Writable weekdays{Syntax::octets, 0, 1};
constexpr Writable admin_state{Syntax::integer32, 1, 2};
constexpr Writable row_status{Syntax::integer32, 1, 6};

StorageType storage_of(const control::ScheduleRow& row) {
    return row.schedule.name == model::default_schedule_name ? StorageType::permanent : StorageType::non_volatile;
}

using Row = control::ScheduleRow;

constexpr std::array columns{
    Column{schedule_column::name, "drsScheduleName",
           [](const Source& s, std::size_t n) { return cell(s, n, schedule_column::name, [](const Row& r) { return text(r.schedule.name); }); }, &name},
    Column{schedule_column::device, "drsScheduleDeviceIndex",
           [](const Source& s, std::size_t n) { return cell(s, n, schedule_column::device, [](const Row& r) { return unsigned32(r.device_index); }); }, &device},
    Column{schedule_column::features, "drsScheduleFeatures",
           [](const Source& s, std::size_t n) { return cell(s, n, schedule_column::features, [](const Row& r) { return long_text(model::join(r.schedule.features, ",")); }); }, &features},
    Column{schedule_column::start, "drsScheduleStart",
           [](const Source& s, std::size_t n) { return cell(s, n, schedule_column::start, [](const Row& r) { return start_octets(r.schedule.start); }); }, &start},
    Column{schedule_column::frequency, "drsScheduleFrequency",
           [](const Source& s, std::size_t n) { return cell(s, n, schedule_column::frequency, [](const Row& r) { return enumerated(r.schedule.frequency); }); }, &frequency},
    Column{schedule_column::weekdays, "drsScheduleWeekdays",
           [](const Source& s, std::size_t n) { return cell(s, n, schedule_column::weekdays, [](const Row& r) { return weekday_octets(r.schedule.weekdays); }); }, &weekdays},
    Column{schedule_column::admin_state, "drsScheduleAdminState",
           [](const Source& s, std::size_t n) { return cell(s, n, schedule_column::admin_state, [](const Row& r) { return Value{Syntax::integer32, r.schedule.enabled ? 1u : 2u, {}}; }); }, &admin_state},
    Column{9, "drsScheduleLastRun", [](const Source& s, std::size_t n) { return cell(s, n, 9, [](const Row& r) { return date_and_time(r.last_run); }); }},
    Column{10, "drsScheduleLastResult", [](const Source& s, std::size_t n) { return cell(s, n, 10, [](const Row& r) { return enumerated(r.last_result); }); }},
    Column{11, "drsScheduleNextRun", [](const Source& s, std::size_t n) { return cell(s, n, 11, [](const Row& r) { return date_and_time(r.next_run); }); }},
    Column{12, "drsScheduleMissedRuns", [](const Source& s, std::size_t n) { return cell(s, n, 12, [](const Row& r) { return counter32(r.missed_runs); }); }},
    Column{13, "drsScheduleStorageType", [](const Source& s, std::size_t n) { return cell(s, n, 13, [](const Row& r) { return enumerated(storage_of(r)); }); }},
    Column{schedule_column::row_status, "drsScheduleRowStatus", [](const Source& s, std::size_t n) { return status_of(place(s, n)); }, &row_status},
};

}  // namespace

Group schedule_group() {
    return {{objects_branch, 6, 1},
            columns,
            [](const Source& s) {
                const auto& rows = s.snapshot.schedules;
                return places(rows.size(), [&](std::size_t row) { return rows[row].schedule.index; }, s.pending.schedules);
            },
            [](const Source& s, std::size_t n) { return Oid{place(s, n).index}; }};
}

}  // namespace drs::mib
