// SPDX-License-Identifier: Apache-2.0
// What can come next in a line that is being typed: asked by TAB, by `?` and by bash's completion.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/known_values.hpp"

namespace drs::cli {

struct NextWord {
    enum class Kind {
        word,       // of the command table
        option,     // `--wait`, `detail`
        value,      // a known value of the parameter that is due
        parameter,  // `<devicename>`: shown, not typed
        end,        // the line may end here
    };
    Kind kind = Kind::word;
    std::string text;
    std::string help;
};

/// `before` are the words that stand already, `begun` is what the next one begins with. `in_shell`: with the shell's own words.
std::vector<NextWord> next_words(const std::vector<std::string>& before, const std::string& begun, KnownValues& known, bool in_shell);

/// Those that TAB may type: no options unless a `-` asks for them.
std::vector<std::string> completions(const std::vector<NextWord>& next, const std::string& begun);

/// What `?` shows: a line for each, with its help.
std::string render_next(const std::vector<NextWord>& next);

}  // namespace drs::cli
