// SPDX-License-Identifier: Apache-2.0
// The appliance shell: the lines of the command line one after the other.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/console.hpp"
#include "cli/line_source.hpp"
#include "cli/next_words.hpp"

namespace drs::cli {

struct Shell {
    LineSource& lines;
    Console& console;
    /// Runs the words of one line and returns its exit code; what goes wrong in it has been said.
    std::function<int(const std::vector<std::string>& words)> run;
    /// What `?` at the end of a line is answered with.
    std::function<std::vector<NextWord>(const std::vector<std::string>& before, const std::string& begun)> what_next;
};

/// Until the lines end or one is `exit` or `quit`. Empty lines and those that begin with `#` are passed over; a line that
/// fails does not end it. Returns the exit code of the last line that failed, else 0. Throws ClosedOutput.
int run_shell(const Shell& shell);

/// The words in front of the last one of an unfinished line, and what that begins with.
struct Unfinished {
    std::vector<std::string> before;
    std::string begun;
    std::size_t begin = 0;  // where what was begun stands in the line
    char quote = 0;         // that it is in
};
Unfinished unfinished(std::string_view line);

/// `status ?`, but not `search ... 'a?'` nor `search ... a\?`.
bool asks_what_next(std::string_view line);

}  // namespace drs::cli
