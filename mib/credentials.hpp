// SPDX-License-Identifier: Apache-2.0
// Who somebody is by SNMPv3: always authenticated, always encrypted (RFC 3414, RFC 7860, RFC 3826).
#pragma once

#include <filesystem>
#include <string>

#include "model/secret.hpp"

namespace drs::mib {

struct Credentials {
    std::string user;
    std::string auth = "SHA-256";            // by Net-SNMP's words
    std::string priv = "AES";
    std::filesystem::path auth_file, priv_file;  // each holds a password alone
    bool operator==(const Credentials&) const = default;
};

struct Passwords {
    model::Secret auth, priv;
};

/// Throws runtime::Error(bad_configuration) naming `whose` and the file when a password cannot be read or is shorter than eight octets
/// (RFC 3414 section 11.2).
Passwords read_passwords(const Credentials& credentials, const std::string& whose);

}  // namespace drs::mib
