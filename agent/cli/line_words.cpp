// SPDX-License-Identifier: Apache-2.0
#include "cli/line_words.hpp"

#include <utility>

#include "control/refusal.hpp"

namespace drs::cli {
namespace {

constexpr std::string_view blanks = " \t\r\n";

/// The quote that holds after `line[at]`; appends to the word what the character means.
char take(std::string_view line, std::size_t& at, char quote, std::string& text) {
    const char c = line[at];
    if (quote == 0 && (c == '\'' || c == '"')) return c;
    if (c == quote) return 0;
    if (c != '\\' || quote == '\'') {
        text += c;
        return quote;
    }
    if (at + 1 == line.size()) return quote != 0 ? quote : '\\';
    const char next = line[at + 1];
    if (quote == '"' && next != '"' && next != '\\') text += '\\';
    text += next, ++at;
    return quote;
}

}  // namespace

LineWords split_line(std::string_view line) {
    LineWords split;
    LineWord word;
    bool inside = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const bool blank = word.quote == 0 && blanks.find(line[at]) != blanks.npos;
        if (blank && inside) split.words.push_back(std::exchange(word, {}));
        if (blank) inside = false;
        if (blank) continue;
        if (!inside) word.begin = at;
        inside = true;
        word.quote = take(line, at, word.quote, word.text);
    }
    if (inside) split.words.push_back(word);
    split.open_end = inside;
    return split;
}

std::vector<std::string> words_of_line(std::string_view line) {
    std::vector<std::string> words;
    for (auto& word : split_line(line).words) {
        if (word.quote == '\\')
            throw control::Refusal(control::Kind::usage, "the line ends with a `\\` that keeps nothing; write `\\\\` for one that is meant");
        if (word.quote != 0)
            throw control::Refusal(control::Kind::usage, std::string("the quote ") + word.quote + " is not closed; close it, or put a `\\` before it");
        words.push_back(std::move(word.text));
    }
    return words;
}

std::string as_typed(std::string_view text, char quote) {
    if (quote == '\'') return std::string(text);  // nothing can be marked there
    const std::string_view special = quote == '"' ? "\"\\" : " \t\r\n'\"\\?*&;|<>()$`!#~{}[]";
    std::string word;
    for (const char c : text) {
        if (special.find(c) != special.npos) word += '\\';
        word += c;
    }
    return text.empty() && quote == 0 ? "''" : word;
}

}  // namespace drs::cli
