// SPDX-License-Identifier: Apache-2.0
// etc/drs/snmp/users: read or refused, and who is read has a name, a role and two files of passwords.
#include <cstdlib>
#include <string_view>

#include "mib/users_file.hpp"
#include "runtime/error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    try {
        const auto all = drs::mib::parse_users({reinterpret_cast<const char*>(data), size}, "users", "/etc/drs/snmp");
        if (all.size() > drs::mib::most_users) std::abort();
        for (const auto& [credentials, role] : all)
            if (credentials.user.empty() || credentials.auth_file.empty() || credentials.priv_file.empty() || role < drs::mib::Role::monitor || role > drs::mib::Role::administrator) std::abort();
    } catch (const drs::runtime::Error&) {
    }
    return 0;
}
