// SPDX-License-Identifier: Apache-2.0
#include "mib/session_request.hpp"

#include <fmt/format.h>
#include <string.h>

#include "runtime/error.hpp"

#include <net-snmp/library/scapi.h>

namespace drs::mib {
namespace {

/// An answer that comes later does not count any more.
constexpr long patience_microseconds = 10'000'000;

[[noreturn]] void not_possible(const Receiver& receiver, const std::string& what) {
    throw runtime::Error(runtime::Fault::bad_configuration, fmt::format("SNMP receiver {}: {}", receiver.name, what));
}

std::string peer_of(const Receiver& receiver) { return (receiver.address.starts_with('[') ? "udp6:" : "udp:") + receiver.address; }

void make_key(const Receiver& receiver, const netsnmp_session& session, const model::Secret& password, unsigned char* key, std::size_t& length) {
    const auto clear = password.reveal();
    if (generate_Ku(session.securityAuthProto, static_cast<unsigned>(session.securityAuthProtoLen), reinterpret_cast<const unsigned char*>(clear.data()),
                    clear.size(), key, &length) != SNMPERR_SUCCESS)
        not_possible(receiver, "no key can be made of its password.");
}

}  // namespace

SessionRequest::SessionRequest(const Receiver& receiver, const ReceiverSecrets& secrets)
    : inform_(receiver.kind == ReceiverKind::inform), peer_(peer_of(receiver)), community_(receiver.community), user_(receiver.user) {
    snmp_sess_init(&wanted_);
    wanted_.peername = const_cast<char*>(peer_.c_str());
    wanted_.timeout = patience_microseconds;
    wanted_.retries = 0;
    wanted_.flags |= SNMP_FLAGS_DONT_PROBE;  // or opening would wait for the network, and so would sending
    if (receiver.version == ReceiverVersion::v3) {
        be_authenticated(receiver, secrets);
        return;
    }
    wanted_.version = SNMP_VERSION_2c;
    wanted_.community = reinterpret_cast<u_char*>(const_cast<char*>(community_.c_str()));
    wanted_.community_len = community_.size();
}

void SessionRequest::be_authenticated(const Receiver& receiver, const ReceiverSecrets& secrets) {
    wanted_.version = SNMP_VERSION_3;
    wanted_.securityModel = SNMP_SEC_MODEL_USM;
    wanted_.securityLevel = SNMP_SEC_LEVEL_AUTHPRIV;
    wanted_.securityName = const_cast<char*>(user_.c_str());
    wanted_.securityNameLen = user_.size();
    wanted_.securityAuthProto = sc_get_auth_oid(usm_lookup_auth_type(receiver.auth.c_str()), &wanted_.securityAuthProtoLen);
    wanted_.securityPrivProto = sc_get_priv_oid(usm_lookup_priv_type(receiver.priv.c_str()), &wanted_.securityPrivProtoLen);
    if (wanted_.securityAuthProto == nullptr) not_possible(receiver, "this machine's Net-SNMP has no " + receiver.auth + ".");
    if (wanted_.securityPrivProto == nullptr) not_possible(receiver, "this machine's Net-SNMP has no " + receiver.priv + ".");
    wanted_.securityAuthKeyLen = sizeof wanted_.securityAuthKey;
    make_key(receiver, wanted_, secrets.auth, wanted_.securityAuthKey, wanted_.securityAuthKeyLen);
    wanted_.securityPrivKeyLen = sizeof wanted_.securityPrivKey;
    make_key(receiver, wanted_, secrets.priv, wanted_.securityPrivKey, wanted_.securityPrivKeyLen);
    if (!inform_) come_from_here();
}

void SessionRequest::come_from_here() {
    engine_.resize(SNMP_MAX_ENG_SIZE);
    engine_.resize(snmpv3_get_engineID(engine_.data(), engine_.size()));
    wanted_.securityEngineID = wanted_.contextEngineID = engine_.data();
    wanted_.securityEngineIDLen = wanted_.contextEngineIDLen = engine_.size();
}

SessionRequest::~SessionRequest() {
    ::explicit_bzero(wanted_.securityAuthKey, sizeof wanted_.securityAuthKey);
    ::explicit_bzero(wanted_.securityPrivKey, sizeof wanted_.securityPrivKey);
}

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
    // A receiver that was installed anew may have the same engine and an earlier time.
    free_enginetime(session.securityEngineID, session.securityEngineIDLen);
    session.flags &= ~static_cast<u_long>(SNMP_FLAGS_USER_CREATED);
    return usm_create_user_from_session(&session) == SNMPERR_SUCCESS;
}

}  // namespace drs::mib
