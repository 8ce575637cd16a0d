// SPDX-License-Identifier: Apache-2.0
// Where the shell's lines come from: a terminal with an editor, or a pipe or file.
#pragma once

#include <string>
#include <variant>

namespace drs::cli {

struct EndOfLines {};     // the pipe's end, or Ctrl-D on an empty line
struct DroppedLine {};    // Ctrl-C
struct OverlongLine {};   // more than `longest_shell_line`; it was read to its end

using ShellLine = std::variant<std::string, EndOfLines, DroppedLine, OverlongLine>;

inline constexpr std::size_t longest_shell_line = 65536;

class LineSource {
public:
    virtual ~LineSource() = default;
    /// Without its end. Takes not one byte more of standard input than the line, because what follows may be for the command:
    /// an answer, or the password of `--password-fd 0`.
    virtual ShellLine next() = 0;
};

/// Standard input as it comes.
class PlainLines final : public LineSource {
public:
    ShellLine next() override;
};

}  // namespace drs::cli
