// SPDX-License-Identifier: Apache-2.0
// etc/drs/snmp/receivers: the consoles that get notifications from the Master itself (docs/snmp.md).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "mib/receiver.hpp"

namespace drs::mib {

inline constexpr std::size_t most_receivers = 16;

/// One receiver a line, `NAME ADDRESS:PORT KEY=VALUE ...`; `#` begins a comment, empty lines are passed over. Relative names of files are
/// taken from `directory`. Throws runtime::Error(bad_configuration) that names `file_name` and the line.
std::vector<Receiver> parse_receivers(std::string_view text, const std::string& file_name, const std::filesystem::path& directory);

/// Those of the file `receivers` in `directory`; none when there is no such file. Throws what parse_receivers throws, and runtime::Error(file).
std::vector<Receiver> read_receivers(const std::filesystem::path& directory);

/// As read_passwords throws; none for v2c.
Passwords read_secrets(const Receiver& receiver);

}  // namespace drs::mib
