// SPDX-License-Identifier: Apache-2.0
#include "cli/line_source.hpp"

#include <unistd.h>

#include <cerrno>

namespace drs::cli {

ShellLine PlainLines::next() {
    std::string line;
    bool overlong = false;
    for (;;) {
        char c = 0;
        const ssize_t got = ::read(STDIN_FILENO, &c, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0 && line.empty()) return EndOfLines{};
        if (got <= 0 || c == '\n') break;
        if (line.size() < longest_shell_line) line += c;
        else overlong = true;
    }
    if (overlong) return OverlongLine{};
    return line;
}

}  // namespace drs::cli
