// SPDX-License-Identifier: Apache-2.0
// Messages of CISCO-SYSLOG-MIB as varbinds; only sources that speak to Net-SNMP include it.
#pragma once

#include <utility>
#include <vector>

#include "alarms/record.hpp"
#include "mib/net_snmp.hpp"

namespace drs::mib {

/// The columns of one message below its table's entry, in their order, each with its value.
std::vector<std::pair<SubId, Value>> clog_cells(const alarms::Record& record);
/// Like notification_varbinds: snmpTrapOID.0, then the five objects.
Varbinds clog_varbinds(const alarms::Record& record);

}  // namespace drs::mib
