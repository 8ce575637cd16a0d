// SPDX-License-Identifier: Apache-2.0
#include "mib/session_request.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "mib/usm.hpp"
#include "runtime/error.hpp"

namespace drs::mib {
namespace {

/// An answer that comes later does not count any more.
constexpr long patience_microseconds = 10'000'000;

std::string peer_of(const Receiver& receiver) { return (receiver.address.starts_with('[') ? "udp6:" : "udp:") + receiver.address; }

/// The library keeps the keys of a user that it knows, also when the receiver has got another password. Users of our own engine are the agent's.
void forget_user(const netsnmp_session& session) {
    const auto own = own_engine();
    if (std::equal(own.begin(), own.end(), session.securityEngineID, session.securityEngineID + session.securityEngineIDLen)) return;
    if (auto* known = usm_get_user(session.securityEngineID, session.securityEngineIDLen, session.securityName)) {
        usm_remove_user(known);
        usm_free_user(known);
    }
}

}  // namespace

SessionRequest::SessionRequest(const Receiver& receiver, const Passwords& secrets)
    : inform_(receiver.kind == ReceiverKind::inform), peer_(peer_of(receiver)), community_(receiver.community), credentials_(receiver.credentials) {
    snmp_sess_init(&wanted_);
    wanted_.peername = const_cast<char*>(peer_.c_str());
    wanted_.timeout = patience_microseconds;
    wanted_.retries = 0;
    wanted_.flags |= SNMP_FLAGS_DONT_PROBE;  // or opening would wait for the network, and so would sending
    if (receiver.version == ReceiverVersion::v3) {
        authenticate(wanted_, credentials_, secrets, "SNMP receiver " + receiver.name);
        if (!inform_) come_from_here();
        return;
    }
    wanted_.version = SNMP_VERSION_2c;
    wanted_.community = reinterpret_cast<u_char*>(const_cast<char*>(community_.c_str()));
    wanted_.community_len = community_.size();
}

void SessionRequest::come_from_here() {
    engine_ = own_engine();
    wanted_.securityEngineID = wanted_.contextEngineID = engine_.data();
    wanted_.securityEngineIDLen = wanted_.contextEngineIDLen = engine_.size();
}

SessionRequest::~SessionRequest() { wipe_keys(wanted_); }

Session SessionRequest::open() {
    Session session(snmp_open(&wanted_));
    if (!session) throw runtime::Error(runtime::Fault::network, fmt::format("No session can be opened: {}.", snmp_api_errstring(wanted_.s_snmp_errno)));
    session->flags |= SNMP_FLAGS_DONT_PROBE;  // opening takes it away
    if (engine_.empty()) return session;
    set_enginetime(engine_.data(), static_cast<unsigned>(engine_.size()), static_cast<unsigned>(snmpv3_local_snmpEngineBoots()),
                   static_cast<unsigned>(snmpv3_local_snmpEngineTime()), TRUE);
    if (usm_create_user_from_session(session.get()) != SNMPERR_SUCCESS)
        throw runtime::Error(runtime::Fault::network, "No session can be opened: the keys do not fit.");
    return session;
}

bool know_user(netsnmp_session& session) {
    forget_user(session);
    // A receiver that was installed anew may have the same engine and an earlier time.
    free_enginetime(session.securityEngineID, session.securityEngineIDLen);
    session.flags &= ~static_cast<u_long>(SNMP_FLAGS_USER_CREATED);
    return usm_create_user_from_session(&session) == SNMPERR_SUCCESS;
}

}  // namespace drs::mib
