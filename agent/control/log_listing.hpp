// SPDX-License-Identifier: Apache-2.0
// Traces and component logs as listings show them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/set_id.hpp"

namespace drs::control {

struct LogEntry {
    std::string name;
    bool directory = false;
    std::uint64_t bytes = 0;
    model::TimePoint modified{};
};

/// A line that a search found.
struct LogLine {
    std::string file;
    std::uint64_t line = 0;  // from 1
    std::string text;
};

/// A support bundle that was made.
struct BundleSummary {
    std::string file;
    std::uint64_t members = 0, bytes = 0;
    std::vector<std::string> missing;  // what is not in it, and why
};

}  // namespace drs::control
