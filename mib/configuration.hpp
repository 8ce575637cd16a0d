// SPDX-License-Identifier: Apache-2.0
// What drs-master.conf provides for, so that the trace can say what it lacks; Net-SNMP itself obeys it.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace drs::mib {

inline constexpr const char* application = "drs-master";  // Net-SNMP reads `<application>.conf`

struct Configured {
    bool present = false;
    bool readers = false;    // a community or user who may read
    bool receivers = false;  // a receiver of notifications
    std::vector<unsigned> writing_communities{};  // lines that would let a community write
};

/// Any `include` counts as both: it is not followed.
Configured configured_by(std::string_view text);
Configured read_configuration(const std::filesystem::path& directory);

}  // namespace drs::mib
