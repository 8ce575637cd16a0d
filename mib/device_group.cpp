// SPDX-License-Identifier: Apache-2.0
// drsDeviceTable: where sets are kept.
#include <array>
#include <set>

#include "mib/device_rows.hpp"
#include "mib/groups.hpp"
#include "mib/row_status.hpp"

namespace drs::mib {
namespace {

using Row = control::DeviceRow;
using namespace device_column;

/// A row: of the state, or else one that managers are still making.
struct DevicePlace {
    SubId index = 0;
    DeviceOfState state;
    const PendingRow* pending = nullptr;
};

bool is_saved_only(const Source& s) { return s.snapshot.device_candidates.empty() && s.pending.devices.empty(); }

/// Saved devices, those that are tried, and those that are being made.
std::set<SubId> indexes(const Source& s) {
    std::set<SubId> all;
    for (const auto* rows : {&s.snapshot.devices, &s.snapshot.device_candidates})
        for (const auto& row : *rows) all.insert(row.index);
    for (const auto& [index, row] : s.pending.devices) all.insert(index);
    return all;
}

DevicePlace place(const Source& s, std::size_t number) {
    if (is_saved_only(s)) return {s.snapshot.devices[number].index, {&s.snapshot.devices[number], true}, nullptr};
    const auto all = indexes(s);
    const auto index = *std::next(all.begin(), static_cast<std::ptrdiff_t>(number));
    if (const auto at = device_at(s, index); at.row) return {index, at, nullptr};
    return {index, {}, &s.pending.devices.at(index)};
}

template <class Read>
Value cell(const Source& s, std::size_t number, SubId column, Read read) {
    const auto at = place(s, number);
    if (at.state.row) return read(*at.state.row);
    static const Row fresh = [] {
        Row row;
        row.kind = model::DeviceKind::network;
        row.port = model::Device{}.port;
        row.keep_sets = model::default_keep_sets;
        return row;
    }();
    return pending_value(*at.pending, column, read(fresh));
}

Value status(const Source& s, std::size_t number) {
    const auto at = place(s, number);
    if (at.state.row) return enumerated(at.state.saved ? RowStatus::active : RowStatus::not_ready);
    return enumerated(at.pending->complete ? RowStatus::not_in_service : RowStatus::not_ready);
}

Value storage(const Source& s, std::size_t number) {
    return enumerated(place(s, number).state.saved ? StorageType::non_volatile : StorageType::volatile_);
}

constexpr Writable name_syntax{Syntax::octets, 1, 255};
constexpr Writable kind_syntax{Syntax::integer32, 1, 3};
constexpr Writable text_syntax{Syntax::octets, 0, 255};
constexpr Writable port_syntax{Syntax::unsigned32, 0, 65535};
constexpr Writable path_syntax{Syntax::octets, 1, 1024};
constexpr Writable password_syntax{Syntax::octets, 0, 255, true};
constexpr Writable keep_syntax{Syntax::unsigned32, 1, 365};
constexpr Writable status_syntax{Syntax::integer32, 1, 6};

constexpr std::array columns{
    Column{name, "drsDeviceName", [](const Source& s, std::size_t n) { return cell(s, n, name, [](const Row& r) { return text(r.name); }); }, &name_syntax},
    Column{kind, "drsDeviceKind", [](const Source& s, std::size_t n) { return cell(s, n, kind, [](const Row& r) { return enumerated(r.kind); }); }, &kind_syntax},
    Column{server, "drsDeviceServer", [](const Source& s, std::size_t n) { return cell(s, n, server, [](const Row& r) { return text(r.server); }); }, &text_syntax},
    Column{port, "drsDevicePort",
           [](const Source& s, std::size_t n) { return cell(s, n, port, [](const Row& r) { return unsigned32(r.kind == model::DeviceKind::network ? r.port : 0u); }); }, &port_syntax},
    Column{path, "drsDevicePath", [](const Source& s, std::size_t n) { return cell(s, n, path, [](const Row& r) { return long_text(r.path); }); }, &path_syntax},
    Column{user, "drsDeviceUser", [](const Source& s, std::size_t n) { return cell(s, n, user, [](const Row& r) { return text(r.user); }); }, &text_syntax},
    Column{password, "drsDevicePassword", [](const Source&, std::size_t) { return text(""); }, &password_syntax},
    Column{9, "drsDeviceHostKeyFingerprint", [](const Source& s, std::size_t n) { return cell(s, n, 9, [](const Row& r) { return text(r.host_key_fingerprint); }); }},
    Column{keep_sets, "drsDeviceKeepSets", [](const Source& s, std::size_t n) { return cell(s, n, keep_sets, [](const Row& r) { return unsigned32(r.keep_sets); }); }, &keep_syntax},
    Column{11, "drsDeviceOperState", [](const Source& s, std::size_t n) { return cell(s, n, 11, [](const Row& r) { return enumerated(r.state); }); }},
    Column{12, "drsDeviceOperText", [](const Source& s, std::size_t n) { return cell(s, n, 12, [](const Row& r) { return long_text(r.state_text); }); }},
    Column{13, "drsDeviceFreeBytes", [](const Source& s, std::size_t n) { return cell(s, n, 13, [](const Row& r) { return counter64(r.free_bytes.value_or(unknown_bytes)); }); }},
    Column{14, "drsDeviceUsedBy", [](const Source& s, std::size_t n) { return cell(s, n, 14, [](const Row& r) { return long_text(r.used_by); }); }},
    Column{15, "drsDeviceStorageType", storage},
    Column{row_status, "drsDeviceRowStatus", status, &status_syntax},
};

}  // namespace

Group device_group() {
    return {{objects_branch, 5, 1},
            columns,
            [](const Source& s) { return is_saved_only(s) ? s.snapshot.devices.size() : indexes(s).size(); },
            [](const Source& s, std::size_t n) { return Oid{place(s, n).index}; }};
}

}  // namespace drs::mib
