// SPDX-License-Identifier: Apache-2.0
// Net-SNMP's headers and the owners of its C handles; only sources of this folder include it.
#pragma once

#include <net-snmp/net-snmp-config.h>

#include <net-snmp/net-snmp-includes.h>

#include <net-snmp/agent/net-snmp-agent-includes.h>

#include <cstdlib>
#include <memory>
#include <new>

#include "mib/oid.hpp"
#include "mib/value.hpp"

namespace drs::mib {

struct FreePdu {
    void operator()(netsnmp_pdu* pdu) const { snmp_free_pdu(pdu); }
};
using Pdu = std::unique_ptr<netsnmp_pdu, FreePdu>;

struct FreeVarbinds {
    void operator()(netsnmp_variable_list* list) const { snmp_free_varbind(list); }
};
using Varbinds = std::unique_ptr<netsnmp_variable_list, FreeVarbinds>;

/// What a callback of the library gets as its own argument: a place, which the library frees, that holds our pointer.
/// Without the place, it would free what we point at.
template <class T>
void* placed(T* object) {
    auto* place = static_cast<T**>(std::malloc(sizeof(T*)));
    if (place == nullptr) throw std::bad_alloc();
    *place = object;
    return place;
}
template <class T>
T& from_place(void* place) {
    return **static_cast<T**>(place);
}

Oid oid_of(const oid* name, std::size_t length);
std::vector<oid> native(OidView absolute_oid);

/// Into a varbind of a request; `name` stays when it is empty.
void answer(netsnmp_variable_list& varbind, OidView absolute_name, const Value& value);
/// Behind the last of `list`.
void append(Varbinds& list, OidView absolute_name, const Value& value);

}  // namespace drs::mib
