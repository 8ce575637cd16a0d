// SPDX-License-Identifier: Apache-2.0
// What an agent's start finds in the directory of its spool, with the damage of a crash cut away.
#pragma once

#include <deque>
#include <filesystem>
#include <optional>
#include <string>

#include "alarms/positions.hpp"
#include "alarms/segment.hpp"

namespace drs::alarms {

struct RecoveredSpool {
    std::deque<Segment> segments;  // none of them empty
    Positions remembered{};
    std::uint64_t last = 0;        // the highest sequence that is known to have been given away
    std::optional<std::string> repaired;  // what was wrong, in one sentence a damage
};

/// Cuts off what does not verify, with all that follows it in its segment, and removes segments in which nothing does. Damaged positions
/// are as good as none. The directory must be locked. Throws runtime::Error(file) when it cannot be read or repaired.
RecoveredSpool recover_spool(const std::filesystem::path& directory, PositionsFile& positions);

}  // namespace drs::alarms
