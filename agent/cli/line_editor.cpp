// SPDX-License-Identifier: Apache-2.0
#include "cli/line_editor.hpp"

#include <histedit.h>
#include <langinfo.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <string_view>

#include "cli/line_words.hpp"
#include "cli/shell.hpp"
#include "control/refusal.hpp"

namespace drs::cli {
namespace {

struct EndEditor {
    void operator()(EditLine* editor) const { ::el_end(editor); }
};
struct EndHistory {
    void operator()(History* history) const { ::history_end(history); }
};

/// Keys beyond ASCII are characters in any locale that is UTF-8, and in none else.
void read_utf8() {
    std::setlocale(LC_CTYPE, "");
    if (std::string_view(::nl_langinfo(CODESET)) != "UTF-8") std::setlocale(LC_CTYPE, "C.UTF-8");
}

std::string common_beginning(const std::vector<std::string>& words) {
    std::string common = words.front();
    for (const auto& word : words) {
        const auto [end, other] = std::mismatch(common.begin(), common.end(), word.begin(), word.end());
        common.erase(end, common.end());
    }
    while (!common.empty() && (common.back() & 0xc0) == 0x80) common.pop_back();  // no half of a character
    return common;
}

std::string_view typed_so_far(EditLine* editor) {
    const LineInfo* line = ::el_line(editor);
    return {line->buffer, static_cast<std::size_t>(line->cursor - line->buffer)};
}

}  // namespace

struct LineEditor::Terminal {
    Terminal(std::string words_in_front, LineHistory lines_before, WhatNext asked)
        : prompt(std::move(words_in_front)), history(std::move(lines_before)), what_next(std::move(asked)) {}

    static Terminal& of(EditLine* editor) {
        void* self = nullptr;
        ::el_get(editor, EL_CLIENTDATA, &self);
        return *static_cast<Terminal*>(self);
    }

    void set_up();
    void remember(const std::string& line);
    unsigned char complete();
    unsigned char explain(int key);
    unsigned char drop();
    /// Shows text below the line and the line again below that.
    unsigned char show(const std::string& text);
    unsigned char replace_begun(const Unfinished& line, const std::string& word, bool whole);

    std::string prompt;
    LineHistory history;
    WhatNext what_next;
    bool dropped = false;
    std::unique_ptr<History, EndHistory> remembered{::history_init()};
    std::unique_ptr<EditLine, EndEditor> editor{::el_init("drs", stdin, stdout, stderr)};
};

void LineEditor::Terminal::set_up() {
    if (!editor || !remembered) throw control::Refusal(control::Kind::internal, "the terminal cannot be edited on; give the lines through a pipe");
    auto* const el = editor.get();
    HistEvent event{};
    ::history(remembered.get(), &event, H_SETSIZE, static_cast<int>(most_history));
    ::history(remembered.get(), &event, H_SETUNIQUE, 1);
    for (const auto& line : history.earlier()) ::history(remembered.get(), &event, H_ENTER, line.c_str());

    ::el_set(el, EL_CLIENTDATA, this);
    ::el_set(el, EL_PROMPT, +[](EditLine* asking) { return of(asking).prompt.data(); });
    ::el_set(el, EL_EDITOR, "emacs");
    ::el_set(el, EL_SIGNAL, 1);
    ::el_set(el, EL_HIST, ::history, remembered.get());
    ::el_set(el, EL_ADDFN, "drs-complete", "completes the word", +[](EditLine* asking, int) { return of(asking).complete(); });
    ::el_set(el, EL_ADDFN, "drs-explain", "shows what can come", +[](EditLine* asking, int key) { return of(asking).explain(key); });
    ::el_set(el, EL_ADDFN, "drs-drop", "drops the line", +[](EditLine* asking, int) { return of(asking).drop(); });
    ::el_set(el, EL_BIND, "^I", "drs-complete", nullptr);
    ::el_set(el, EL_BIND, "?", "drs-explain", nullptr);
    ::el_set(el, EL_BIND, "^C", "drs-drop", nullptr);
    ::el_set(el, EL_BIND, "^R", "em-inc-search-prev", nullptr);
    // While a line is edited Ctrl-C is a key, so that no signal can come between a line and its command.
    ::el_set(el, EL_SETTY, "-d", "-isig", nullptr);
}

void LineEditor::Terminal::remember(const std::string& line) {
    if (line.find_first_not_of(" \t") == line.npos) return;
    HistEvent event{};
    ::history(remembered.get(), &event, H_ENTER, line.c_str());
    history.add(line);
}

unsigned char LineEditor::Terminal::show(const std::string& text) {
    std::fprintf(stdout, "\n%s", text.c_str());
    std::fflush(stdout);
    ::el_set(editor.get(), EL_REFRESH);
    return CC_NORM;
}

unsigned char LineEditor::Terminal::replace_begun(const Unfinished& line, const std::string& word, bool whole) {
    const auto typed = typed_so_far(editor.get());
    auto text = line.quote == 0 ? as_typed(word) : line.quote + as_typed(word, line.quote);
    const bool goes_on = word.ends_with('/') || !whole;
    if (!goes_on) text += line.quote == 0 ? " " : std::string(1, line.quote) + " ";
    const std::string old(typed.substr(line.begin));
    if (text == old) return CC_ERROR;
    const auto characters = std::count_if(old.begin(), old.end(), [](char c) { return (c & 0xc0) != 0x80; });
    ::el_deletestr(editor.get(), static_cast<int>(characters));
    ::el_insertstr(editor.get(), text.c_str());
    return CC_REFRESH;
}

unsigned char LineEditor::Terminal::complete() {
    auto line = unfinished(typed_so_far(editor.get()));
    if (line.quote == '\\') return CC_ERROR;
    const auto next = what_next(line.before, line.begun);
    const auto words = completions(next, line.begun);
    if (words.empty()) return CC_ERROR;
    if (words.size() == 1) return replace_begun(line, words.front(), true);
    const auto common = common_beginning(words);
    if (common.size() > line.begun.size()) return replace_begun(line, common, false);
    return show(render_next(next));
}

unsigned char LineEditor::Terminal::explain(int) {
    const auto line = unfinished(typed_so_far(editor.get()));
    if (line.quote == 0) return show(render_next(what_next(line.before, line.begun)));
    ::el_insertstr(editor.get(), "?");
    return CC_REFRESH;
}

unsigned char LineEditor::Terminal::drop() {
    dropped = true;
    return CC_EOF;
}

LineEditor::LineEditor(std::string prompt, LineHistory history, WhatNext what_next) {
    read_utf8();
    terminal_ = std::make_unique<Terminal>(std::move(prompt), std::move(history), std::move(what_next));
    terminal_->set_up();
}

LineEditor::~LineEditor() = default;

ShellLine LineEditor::next() {
    int bytes = 0;
    terminal_->dropped = false;
    ::el_set(terminal_->editor.get(), EL_PREP_TERM, 1);  // before the prompt is seen: Ctrl-C is a key from there on
    const char* typed = ::el_gets(terminal_->editor.get(), &bytes);
    if (typed == nullptr || bytes <= 0) {
        std::fprintf(stdout, terminal_->dropped ? "^C\n" : "\n");
        std::fflush(stdout);
        if (terminal_->dropped) return DroppedLine{};
        return EndOfLines{};
    }
    std::string line(typed, static_cast<std::size_t>(bytes));
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
    if (line.size() > longest_shell_line) return OverlongLine{};
    terminal_->remember(line);
    return line;
}

}  // namespace drs::cli
