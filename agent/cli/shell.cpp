// SPDX-License-Identifier: Apache-2.0
#include "cli/shell.hpp"

#include "cli/line_words.hpp"
#include "control/refusal.hpp"

namespace drs::cli {
namespace {

struct Leave {};

int refused(const Shell& shell, const std::string& sentence) {
    shell.console.complain(sentence);
    return static_cast<int>(control::Kind::usage);
}

int run_line(const Shell& shell, const std::string& line) {
    if (line.find('\0') != line.npos) return refused(shell, "the line holds a NUL, which no word can; type it again");
    if (asks_what_next(line)) {
        const auto [before, begun, begin, quote] = unfinished(std::string_view(line).substr(0, line.rfind('?')));
        shell.console.write(render_next(shell.what_next(before, begun)));
        return control::exit_success;
    }
    std::vector<std::string> words;
    try {
        words = words_of_line(line);
    } catch (const control::Refusal& refusal) {
        return refused(shell, refusal.what());
    }
    if (words.empty() || words.front().starts_with('#')) return control::exit_success;
    if (words.front() != "exit" && words.front() != "quit") return shell.run(words);
    if (words.size() == 1) throw Leave{};
    return refused(shell, "`" + words.front() + "` stands alone; leave out what is behind it");
}

int run_next(const Shell& shell) {
    const auto line = shell.lines.next();
    if (std::holds_alternative<EndOfLines>(line)) throw Leave{};
    if (std::holds_alternative<DroppedLine>(line)) return control::exit_success;
    if (const auto* text = std::get_if<std::string>(&line)) return run_line(shell, *text);
    return refused(shell, "the line is longer than " + std::to_string(longest_shell_line) + " bytes; give a shorter one");
}

}  // namespace

int run_shell(const Shell& shell) {
    int last_failure = control::exit_success;
    try {
        for (;;)
            if (const int code = run_next(shell); code != control::exit_success) last_failure = code;
    } catch (const Leave&) {
        return last_failure;
    }
}

Unfinished unfinished(std::string_view line) {
    Unfinished found;
    found.begin = line.size();
    auto [words, open_end] = split_line(line);
    if (open_end) {
        found.begun = words.back().text, found.begin = words.back().begin, found.quote = words.back().quote;
        words.pop_back();
    }
    for (auto& word : words) found.before.push_back(std::move(word.text));
    return found;
}

bool asks_what_next(std::string_view line) {
    const auto last = line.find_last_not_of(" \t\r");
    if (last == line.npos || line[last] != '?') return false;
    return unfinished(line.substr(0, last)).quote == 0;
}

}  // namespace drs::cli
