// SPDX-License-Identifier: Apache-2.0
// Lines typed on a terminal: edited, completed with TAB, explained with `?`, remembered for the arrow keys.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/line_history.hpp"
#include "cli/line_source.hpp"
#include "cli/next_words.hpp"

namespace drs::cli {

class LineEditor final : public LineSource {
public:
    using WhatNext = std::function<std::vector<NextWord>(const std::vector<std::string>& before, const std::string& begun)>;

    /// On standard input and output. Throws Refusal(internal) when the terminal cannot be used.
    LineEditor(std::string prompt, LineHistory history, WhatNext what_next);
    ~LineEditor() override;

    /// Ctrl-C drops the line, Ctrl-D on an empty one ends.
    ShellLine next() override;

private:
    struct Terminal;
    std::unique_ptr<Terminal> terminal_;
};

}  // namespace drs::cli
