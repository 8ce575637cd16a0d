// SPDX-License-Identifier: Apache-2.0
// What `file search` looks for: a POSIX extended regular expression.
#pragma once

#include <regex.h>

#include <string>
#include <string_view>

namespace drs::cli {

class LogPattern {
public:
    /// Throws Refusal(bad_value) when it is none, or one that would need more memory than is reasonable.
    LogPattern(const std::string& text, bool ignore_case);
    ~LogPattern();
    LogPattern(const LogPattern&) = delete;
    LogPattern& operator=(const LogPattern&) = delete;

    /// Somewhere in the line, which may hold any bytes.
    bool matches(std::string_view line) const;

private:
    regex_t compiled_{};
};

}  // namespace drs::cli
