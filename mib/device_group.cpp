// SPDX-License-Identifier: Apache-2.0
// drsDeviceTable: where sets are kept.
#include <array>

#include "mib/groups.hpp"

namespace drs::mib {
namespace {

const control::DeviceRow& device(const Source& source, std::size_t row) { return source.snapshot.devices[row]; }

constexpr std::array columns{
    Column{2, "drsDeviceName", [](const Source& s, std::size_t row) { return text(device(s, row).name); }},
    Column{3, "drsDeviceKind", [](const Source& s, std::size_t row) { return enumerated(device(s, row).kind); }},
    Column{4, "drsDeviceServer", [](const Source& s, std::size_t row) { return text(device(s, row).server); }},
    Column{5, "drsDevicePort",
           [](const Source& s, std::size_t row) {
               const auto& d = device(s, row);
               return unsigned32(d.kind == model::DeviceKind::network ? d.port : 0u);
           }},
    Column{6, "drsDevicePath", [](const Source& s, std::size_t row) { return long_text(device(s, row).path); }},
    Column{7, "drsDeviceUser", [](const Source& s, std::size_t row) { return text(device(s, row).user); }},
    Column{9, "drsDeviceHostKeyFingerprint",
           [](const Source& s, std::size_t row) { return text(device(s, row).host_key_fingerprint); }},
    Column{10, "drsDeviceKeepSets", [](const Source& s, std::size_t row) { return unsigned32(device(s, row).keep_sets); }},
    Column{11, "drsDeviceOperState", [](const Source& s, std::size_t row) { return enumerated(device(s, row).state); }},
    Column{12, "drsDeviceOperText", [](const Source& s, std::size_t row) { return long_text(device(s, row).state_text); }},
    Column{13, "drsDeviceFreeBytes",
           [](const Source& s, std::size_t row) { return counter64(device(s, row).free_bytes.value_or(unknown_bytes)); }},
    Column{14, "drsDeviceUsedBy", [](const Source& s, std::size_t row) { return long_text(device(s, row).used_by); }},
};

}  // namespace

Group device_group() {
    return {{objects_branch, 5, 1},
            columns,
            [](const Source& s) { return s.snapshot.devices.size(); },
            [](const Source& s, std::size_t row) { return Oid{device(s, row).index}; }};
}

}  // namespace drs::mib
