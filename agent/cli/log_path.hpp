// SPDX-License-Identifier: Apache-2.0
// A place in the tree of traces and component logs as it is typed: `platform/drf/trace/drfMA00000001.log`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace drs::cli {

/// What every such place begins with, below `activelog`.
inline constexpr std::string_view log_top = "platform/drf";

struct LogPath {
    std::string typed;               // as a sentence may show it
    std::vector<std::string> steps;  // below platform/drf; none of them empty, `.` or `..`

    std::string below() const;       // the steps with `/` between them, or `.`
    /// Without its last step, which there must be.
    LogPath parent() const;
    /// The last step is a pattern: it has `*`, `?` or `[`.
    bool is_pattern() const;
};

/// Reads the name only: what it leads to is asked of the file system by LogTree. Throws Refusal(bad_value) for a name that is
/// empty, absolute, goes up, holds a NUL, or is not below platform/drf.
LogPath parse_log_path(std::string_view text);

}  // namespace drs::cli
