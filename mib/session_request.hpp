// SPDX-License-Identifier: Apache-2.0
// What Net-SNMP is to be asked for when a session with a receiver opens; only sources that speak to Net-SNMP include it.
#pragma once

#include "mib/net_snmp.hpp"
#include "mib/receiver.hpp"

namespace drs::mib {

struct CloseSession {
    void operator()(netsnmp_session* session) const { snmp_close(session); }
};
using Session = std::unique_ptr<netsnmp_session, CloseSession>;

/// Holds keys, not passwords, and wipes them.
class SessionRequest {
public:
    /// Throws runtime::Error(bad_configuration) when the library has not the receiver's protocols.
    SessionRequest(const Receiver& receiver, const Passwords& secrets);
    ~SessionRequest();
    SessionRequest(const SessionRequest&) = delete;
    SessionRequest& operator=(const SessionRequest&) = delete;

    /// Throws runtime::Error(network). Sends nothing.
    Session open();
    /// An inform by v3 goes to the receiver's engine, a trap comes from ours (RFC 3411 section 3.1.1.2): only the first has to ask for it.
    bool needs_engine() const { return wanted_.version == SNMP_VERSION_3 && inform_; }

private:
    void come_from_here();

    const bool inform_;
    const std::string peer_, community_;
    const Credentials credentials_;
    std::vector<unsigned char> engine_{};
    netsnmp_session wanted_{};
};

/// Makes the session's user known at the engine that the session has found. False: the keys do not fit.
bool know_user(netsnmp_session& session);

}  // namespace drs::mib
