// SPDX-License-Identifier: Apache-2.0
// A log read line by line with bounded memory, however long its lines and the file are.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/descriptor.hpp"

namespace drs::cli {

/// A longer line comes in pieces of this size.
inline constexpr std::size_t longest_log_line = 65536;

class LogLines {
public:
    explicit LogLines(Descriptor file);

    /// Goes to where the last `lines` lines begin.
    void skip_to_last(std::uint64_t lines);
    /// The next line without its end, valid until the next call; nothing at the end of the file as it is now. What stands there
    /// without a line's end waits for it.
    std::optional<std::string_view> next();
    /// What `next` waits with, taken out.
    std::string take_rest();

private:
    bool fill();

    Descriptor file_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0, end_ = 0;  // of what was read and not given yet
    long long position_ = 0;           // in the file, of what comes behind it
};

}  // namespace drs::cli
