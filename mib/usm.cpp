// SPDX-License-Identifier: Apache-2.0
#include "mib/usm.hpp"

#include <fmt/format.h>
#include <string.h>

#include "runtime/error.hpp"

#include <net-snmp/library/scapi.h>

namespace drs::mib {
namespace {

[[noreturn]] void not_possible(const std::string& whose, const std::string& what) {
    throw runtime::Error(runtime::Fault::bad_configuration, fmt::format("{}: {}", whose, what));
}

void make_key(const netsnmp_session& session, const model::Secret& password, const std::string& whose, unsigned char* key, std::size_t& length) {
    const auto clear = password.reveal();
    if (generate_Ku(session.securityAuthProto, static_cast<unsigned>(session.securityAuthProtoLen), reinterpret_cast<const unsigned char*>(clear.data()),
                    clear.size(), key, &length) != SNMPERR_SUCCESS)
        not_possible(whose, "no key can be made of its password.");
}

}  // namespace

void authenticate(netsnmp_session& session, const Credentials& credentials, const Passwords& passwords, const std::string& whose) {
    session.version = SNMP_VERSION_3;
    session.securityModel = SNMP_SEC_MODEL_USM;
    session.securityLevel = SNMP_SEC_LEVEL_AUTHPRIV;
    session.securityName = const_cast<char*>(credentials.user.c_str());
    session.securityNameLen = credentials.user.size();
    session.securityAuthProto = sc_get_auth_oid(usm_lookup_auth_type(credentials.auth.c_str()), &session.securityAuthProtoLen);
    session.securityPrivProto = sc_get_priv_oid(usm_lookup_priv_type(credentials.priv.c_str()), &session.securityPrivProtoLen);
    if (session.securityAuthProto == nullptr) not_possible(whose, "this machine's Net-SNMP has no " + credentials.auth + ".");
    if (session.securityPrivProto == nullptr) not_possible(whose, "this machine's Net-SNMP has no " + credentials.priv + ".");
    session.securityAuthKeyLen = sizeof session.securityAuthKey;
    make_key(session, passwords.auth, whose, session.securityAuthKey, session.securityAuthKeyLen);
    session.securityPrivKeyLen = sizeof session.securityPrivKey;
    make_key(session, passwords.priv, whose, session.securityPrivKey, session.securityPrivKeyLen);
}

void wipe_keys(netsnmp_session& session) {
    ::explicit_bzero(session.securityAuthKey, sizeof session.securityAuthKey);
    ::explicit_bzero(session.securityPrivKey, sizeof session.securityPrivKey);
}

std::vector<unsigned char> own_engine() {
    std::vector<unsigned char> engine(SNMP_MAX_ENG_SIZE);
    engine.resize(snmpv3_get_engineID(engine.data(), engine.size()));
    return engine;
}

void admit(const Credentials& credentials, const Passwords& passwords, const std::string& whose) {
    netsnmp_session session;
    snmp_sess_init(&session);
    auto engine = own_engine();
    session.securityEngineID = engine.data();
    session.securityEngineIDLen = engine.size();
    // One that drs-master.conf has made, or an earlier run has left, would keep its keys.
    if (auto* earlier = usm_get_user(engine.data(), engine.size(), credentials.user.c_str())) usm_free_user(usm_remove_user(earlier));
    const struct Wiped {
        netsnmp_session& session;
        ~Wiped() { wipe_keys(session); }
    } wiped{session};
    authenticate(session, credentials, passwords, whose);
    if (usm_create_user_from_session(&session) != SNMPERR_SUCCESS) not_possible(whose, "its keys do not fit.");
    auto* user = usm_get_user(engine.data(), engine.size(), credentials.user.c_str());
    if (user == nullptr) not_possible(whose, "Net-SNMP has not taken it.");
    user->userStorageType = ST_VOLATILE;
}

}  // namespace drs::mib
