// SPDX-License-Identifier: Apache-2.0
#include "mib/notification_varbinds.hpp"

#include <array>
#include <new>

#include "mib/notification.hpp"

namespace drs::mib {
namespace {

constexpr std::array<oid, 11> snmp_trap_oid{1, 3, 6, 1, 6, 3, 1, 1, 4, 1, 0};  // RFC 3418

constexpr std::array<oid, 9> sys_up_time{1, 3, 6, 1, 2, 1, 1, 3, 0};

}  // namespace

Varbinds trap_varbind(OidView notification) {
    const auto type = native(notification);
    netsnmp_variable_list* first = nullptr;
    if (snmp_varlist_add_variable(&first, snmp_trap_oid.data(), snmp_trap_oid.size(), ASN_OBJECT_ID, type.data(),
                                  type.size() * sizeof(oid)) == nullptr)
        throw std::bad_alloc();
    return Varbinds(first);
}

Varbinds notification_varbinds(const alarms::Record& record) {
    auto varbinds = trap_varbind(absolute(notification_oid(record.id)));
    for (const auto& object : notification_objects()) append(varbinds, absolute(instance_oid(object)), object.read(record));
    return varbinds;
}

Varbinds with_uptime(Varbinds varbinds) {
    const auto ticks = static_cast<long>(netsnmp_get_agent_uptime());
    netsnmp_variable_list* first = nullptr;
    if (snmp_varlist_add_variable(&first, sys_up_time.data(), sys_up_time.size(), ASN_TIMETICKS, &ticks, sizeof ticks) == nullptr) throw std::bad_alloc();
    first->next_variable = varbinds.release();
    return Varbinds(first);
}

}  // namespace drs::mib
