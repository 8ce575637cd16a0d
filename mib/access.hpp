// SPDX-License-Identifier: Apache-2.0
// The views of the roles (RFC 3415), made from what each object is written for.
#pragma once

#include <string>
#include <vector>

#include "mib/role.hpp"

namespace drs::mib {

/// Net-SNMP's directives, the same for the embedded agent and, by docs/snmp.md, for a snmpd before the Master: views `drsRead`, `drsOperate`, `drsAdminister`, and the
/// access of the groups `drsMonitor`, `drsOperator`, `drsAdministrator`, authPriv only.
std::vector<std::string> view_directives();
/// Puts a user of SNMPv3 into the group of its role.
std::string group_directive(const std::string& user, Role role);

}  // namespace drs::mib
