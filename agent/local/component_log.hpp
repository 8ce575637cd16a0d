// SPDX-License-Identifier: Apache-2.0
// The log of one component's run: platform/drf/log/<id>_b_<host>_<feature>_<component>.log, `_r_` for a restore.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/component.hpp"
#include "model/job.hpp"
#include "wire/message.hpp"

namespace drs::local {

struct ComponentRunReport {
    std::string set;
    model::JobKind kind = model::JobKind::backup;
    std::string node;
    model::ComponentKey key;
    model::TimePoint completed{};
    model::Result result = model::Result::error;
    int code = 0;                        // of the program; 0 or 1 for files
    std::string reason;
    std::vector<std::string> warnings;
    std::string standard_output;         // of a restore program
    std::string standard_error;
};

std::string component_log_name(const ComponentRunReport& report);
/// Writes it below `directory`; throws runtime::Error(file).
void write_component_log(const std::filesystem::path& directory, const ComponentRunReport& report);

/// As above, and tells in `finished` where it lies below activelog, or as a warning why it could not be written.
void log_component(const std::filesystem::path& directory, const std::string& prefix, const ComponentRunReport& report, wire::Finished& finished);

/// Where component logs lie below activelog.
inline constexpr std::string_view component_log_prefix = "platform/drf/log";

/// Removes the log that `log_file` (below activelog) names, if it is there. False: that is no name of a component's log, or it cannot be removed.
bool remove_component_log(const std::filesystem::path& directory, std::string_view prefix, std::string_view log_file);

}  // namespace drs::local
