// SPDX-License-Identifier: Apache-2.0
// An alarm record as the varbinds of a notification; only sources that speak to Net-SNMP include it.
#pragma once

#include "alarms/record.hpp"
#include "mib/net_snmp.hpp"

namespace drs::mib {

/// snmpTrapOID.0 with the notification's identifier.
Varbinds trap_varbind(OidView notification);
/// snmpTrapOID.0, then the ten objects. sysUpTime.0 in front is left to the agent that sends (RFC 2741 section 6.2.10).
Varbinds notification_varbinds(const alarms::Record& record);
/// For a session of our own: sysUpTime.0 in front (RFC 3416 section 4.2.6).
Varbinds with_uptime(Varbinds varbinds);

}  // namespace drs::mib
