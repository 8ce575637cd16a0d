// SPDX-License-Identifier: Apache-2.0
// etc/drs/snmp/users: who may come to the embedded agent, and what for (docs/snmp.md).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "mib/credentials.hpp"
#include "mib/role.hpp"

namespace drs::mib {

inline constexpr std::size_t most_users = 64;

struct User {
    Credentials credentials;
    Role role = Role::monitor;
};

/// One user a line, `NAME ROLE KEY=VALUE ...`; `#` begins a comment, empty lines are passed over. Relative names of files are taken from `directory`. Throws
/// runtime::Error(bad_configuration) that names `file_name` and the line.
std::vector<User> parse_users(std::string_view text, const std::string& file_name, const std::filesystem::path& directory);

/// Those of the file `users` in `directory`; none when there is no such file. Throws what parse_users throws, and runtime::Error(file).
std::vector<User> read_users(const std::filesystem::path& directory);

}  // namespace drs::mib
