// SPDX-License-Identifier: Apache-2.0
// The User-based Security Model (RFC 3414) as Net-SNMP keeps it; only sources that speak to Net-SNMP include it.
#pragma once

#include <vector>

#include "mib/credentials.hpp"
#include "mib/net_snmp.hpp"

namespace drs::mib {

/// A session of SNMPv3, level authPriv, with keys made of `passwords`; `credentials` has to outlive it. Throws runtime::Error(bad_configuration), naming `whose`,
/// when the library has not the protocols.
void authenticate(netsnmp_session& session, const Credentials& credentials, const Passwords& passwords, const std::string& whose);
void wipe_keys(netsnmp_session& session);

std::vector<unsigned char> own_engine();

/// Lets the user come to this agent, until the process ends: nothing of it is kept in a file. What it may do says VACM. Throws runtime::Error(bad_configuration).
void admit(const Credentials& credentials, const Passwords& passwords, const std::string& whose);

}  // namespace drs::mib
