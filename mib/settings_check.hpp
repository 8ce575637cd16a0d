// SPDX-License-Identifier: Apache-2.0
// What can be said of the files of etc/drs/snmp before anything runs.
#pragma once

#include <filesystem>

namespace drs::mib {

/// Reads `users`, `receivers` and their passwords, keeps nothing. Throws runtime::Error(bad_configuration) also for a v3 trap receiver whose user is one of `users` with other
/// protocols or passwords: both stand in the one table of this engine (RFC 3414 section 5), and one of them would fail.
void check_settings(const std::filesystem::path& directory);

}  // namespace drs::mib
