// SPDX-License-Identifier: Apache-2.0
// Which time zone this machine keeps, by name.
#pragma once

#include <filesystem>
#include <string>

namespace drs::master {

/// $TZ when it names a zone; else the one that /etc/localtime leads to, `localtime` when that is a file of its own; else the one
/// in /etc/timezone; else UTC. Always one that Zone knows.
std::string machine_zone();

/// The same, of `tz` (may be null) and a directory in the place of /etc.
std::string machine_zone(const char* tz, const std::filesystem::path& etc);

}  // namespace drs::master
