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

/// Throws runtime::Error(bad_configuration) naming the receiver and the file when a password cannot be read or is shorter than eight octets
/// (RFC 3414 section 11.2).
ReceiverSecrets read_secrets(const Receiver& receiver);

/// All that --check-config can say: reads file and passwords, keeps nothing.
void check_receivers(const std::filesystem::path& directory);

}  // namespace drs::mib
