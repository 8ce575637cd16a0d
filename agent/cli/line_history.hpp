// SPDX-License-Identifier: Apache-2.0
// The shell's lines of earlier days, in a file of the operator's that only the operator can read.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/descriptor.hpp"

namespace drs::cli {

inline constexpr std::size_t most_history = 500;

/// Used only when it is there: `touch ~/.drs_history` turns it on. It must be a regular file of the caller's with one name,
/// and gets mode 0600. No line holds a password, because none is ever an argument. One line each; the oldest go.
class LineHistory {
public:
    /// Throws Refusal(bad_value) when what lies there is no such file.
    explicit LineHistory(const std::filesystem::path& file);

    /// Oldest first, at most `most_history`.
    const std::vector<std::string>& earlier() const { return earlier_; }
    /// Nothing happens when there is no file. A full disk costs the line only.
    void add(const std::string& line);

private:
    void load();

    Descriptor file_;
    std::vector<std::string> earlier_;
};

}  // namespace drs::cli
