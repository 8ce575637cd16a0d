// SPDX-License-Identifier: Apache-2.0
// What the spool remembers beside its records: the positions of the sinks, the highest sequence, the count of dropped records.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace drs::alarms {

/// As text, one `key value` or `position NAME value` a line, the first line `drs-spool 1`.
struct SpoolState {
    std::uint64_t high_water = 0;
    std::uint64_t dropped = 0;
    std::map<std::string, std::uint64_t> positions;

    std::string text() const;
    /// Throws runtime::Error(file) on any text that `text()` does not make.
    static SpoolState parse(std::string_view text);
};

}  // namespace drs::alarms
