// SPDX-License-Identifier: Apache-2.0
#include "cli/open_shell.hpp"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "cli/execute.hpp"
#include "cli/line_editor.hpp"
#include "cli/line_words.hpp"
#include "cli/own_process.hpp"
#include "cli/shell.hpp"

namespace drs::cli {
namespace {

/// Somebody waits with a finger on the TAB key.
constexpr std::chrono::seconds patience{2};

bool on_a_terminal() { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1; }

/// Asks anew at each key: devices come and go.
LineEditor::WhatNext what_next_in(const Invocation& shell, Console& console) {
    return [&shell, &console](const std::vector<std::string>& before, const std::string& begun) {
        auto session = session_of(shell, console, patience);
        KnownValues known(session);
        return next_words(before, begun, known, true);
    };
}

LineHistory history_of(Console& console) {
    const char* home = std::getenv("HOME");
    try {
        return LineHistory(home == nullptr ? "" : std::filesystem::path(home) / ".drs_history");
    } catch (const control::Refusal& refusal) {
        console.complain(refusal.what());
        return LineHistory("");
    }
}

std::unique_ptr<LineSource> lines_for(const LineEditor::WhatNext& what_next, Console& console) {
    if (!on_a_terminal()) return std::make_unique<PlainLines>();
    // Keys of the editor, also in the instants in which it does not have the terminal; and no shell below could wake a stopped one.
    for (const int each : {SIGINT, SIGQUIT, SIGTSTP}) std::signal(each, SIG_IGN);
    return std::make_unique<LineEditor>(std::string(shell_prompt), history_of(console), what_next);
}

int run_line(const Invocation& shell, const std::vector<std::string>& words, Console& console) {
    const auto command = [&] { return outcome_of([&] { return execute(parse_in(shell, words), console); }, console); };
    const int code = outcome_of([&] { return in_own_process(command); }, console);
    if (code == exit_closed_output) throw ClosedOutput{};
    return code;
}

/// `--root DIR` among the words of a command line that is not complete.
std::string root_in(const std::vector<std::string>& words, const char* root_from_environment) {
    std::string root = root_from_environment != nullptr && *root_from_environment != '\0' ? root_from_environment : "/";
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].starts_with("--root=")) root = words[i].substr(7);
        else if (words[i] == "--root" && i + 1 < words.size()) root = words[i + 1];
    }
    return root;
}

}  // namespace

int open_shell(const Invocation& shell, Console& console) {
    const auto what_next = what_next_in(shell, console);
    const auto lines = lines_for(what_next, console);
    const int last_failure = run_shell({*lines, console, [&](const auto& words) { return run_line(shell, words, console); }, what_next});
    return on_a_terminal() ? control::exit_success : last_failure;
}

int complete_for_bash(std::span<const std::string> words, const char* root_from_environment, Console& console) {
    std::vector<std::string> before;
    for (const auto& raw : words) {
        const auto split = split_line(raw).words;
        before.push_back(split.empty() ? "" : split.front().text);
    }
    const std::string begun = before.empty() ? "" : before.back();
    const bool in_quotes = !words.empty() && (words.back().starts_with('"') || words.back().starts_with('\''));
    if (!before.empty()) before.pop_back();

    Invocation invocation;
    invocation.root = root_in(before, root_from_environment);
    auto session = session_of(invocation, console, patience);
    KnownValues known(session);
    for (const auto& word : completions(next_words(before, begun, known, false), begun))
        console.write((in_quotes ? word : as_typed(word)) + "\n");
    return control::exit_success;
}

}  // namespace drs::cli
