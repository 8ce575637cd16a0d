// SPDX-License-Identifier: Apache-2.0
#include "mib/settings_check.hpp"

#include <fmt/format.h>

#include <map>

#include "mib/receivers_file.hpp"
#include "mib/users_file.hpp"
#include "runtime/error.hpp"

namespace drs::mib {
namespace {

struct Known {
    Credentials credentials;
    Passwords passwords;
};

bool same(const Known& user, const Credentials& other, const Passwords& passwords) {
    return user.credentials.auth == other.auth && user.credentials.priv == other.priv && user.passwords.auth.reveal() == passwords.auth.reveal() &&
           user.passwords.priv.reveal() == passwords.priv.reveal();
}

}  // namespace

void check_settings(const std::filesystem::path& directory) {
    std::map<std::string, Known> users;
    for (const auto& [credentials, role] : read_users(directory))
        users.emplace(credentials.user, Known{credentials, read_passwords(credentials, "SNMP user " + credentials.user)});
    for (const auto& receiver : read_receivers(directory)) {
        const auto secrets = read_secrets(receiver);
        const auto user = users.find(receiver.credentials.user);
        if (receiver.kind == ReceiverKind::inform || user == users.end() || same(user->second, receiver.credentials, secrets)) continue;
        throw runtime::Error(runtime::Fault::bad_configuration,
                             fmt::format("{}: receiver {} gets traps from user {}, who has other protocols or passwords in {}; make them the same, or give the receiver a user of its own",
                                         (directory / "receivers").string(), receiver.name, receiver.credentials.user, (directory / "users").string()));
    }
}

}  // namespace drs::mib
