// SPDX-License-Identifier: Apache-2.0
// A line of the shell as words: blanks separate, '...' and "..." and \ keep them, as in other shells.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace drs::cli {

struct LineWord {
    std::string text;        // what it means
    std::size_t begin = 0;   // where it stands in the line, its quotes included
    char quote = 0;          // the quote that is not closed, or a `\` at the line's end
};

struct LineWords {
    std::vector<LineWord> words;
    /// The last one is still being typed: no blank stands behind it.
    bool open_end = false;
};

/// Any line, also one that is not complete.
LineWords split_line(std::string_view line);

/// The words of a complete line. Throws Refusal(usage) when a quote is not closed.
std::vector<std::string> words_of_line(std::string_view line);

/// `text` as one word that `split_line` reads back; behind an opening `quote` only what is special there is marked.
std::string as_typed(std::string_view text, char quote = 0);

}  // namespace drs::cli
