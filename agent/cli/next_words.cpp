// SPDX-License-Identifier: Apache-2.0
#include "cli/next_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/command_table.hpp"
#include "cli/printable.hpp"
#include "model/names.hpp"

namespace drs::cli {
namespace {

using Kind = NextWord::Kind;
using Words = std::vector<std::string>;

/// The line so far, with its options put apart.
struct Line {
    Words words;
    Words options;
    const OptionRow* due = nullptr;  // the option whose value comes next
};

const OptionRow* find_option(std::string_view name) {
    const auto rows = option_rows();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& each) { return each.name == name; });
    return row == rows.end() ? nullptr : &*row;
}

constexpr OptionRow root_option{"--root", "DIR", 0, "where everything of the Master lies"};

Line read(const Words& before) {
    Line line;
    for (const auto& word : before) {
        if (line.due != nullptr) {
            line.due = nullptr;
            continue;
        }
        const auto* row = word == root_option.name ? &root_option : find_option(word);
        if (!word.starts_with("--")) {
            line.words.push_back(word);
            continue;
        }
        line.options.push_back(word.substr(0, word.find('=')));
        if (row != nullptr && !row->value.empty()) line.due = row;
    }
    return line;
}

class Collector {
public:
    Collector(const Line& line, const std::string& begun, KnownValues& known) : line_(line), begun_(begun), known_(known) {}

    void add(Kind kind, std::string text, std::string help) {
        const bool typed = kind != Kind::parameter && kind != Kind::end;
        if (typed && !text.starts_with(begun_)) return;
        if (kind == Kind::end && !begun_.empty()) return;
        const auto same = [&](const NextWord& each) { return each.text == text; };
        if (std::none_of(found_.begin(), found_.end(), same)) found_.push_back({kind, std::move(text), std::move(help)});
    }

    void add_values(std::string_view parameter) {
        for (const auto& value : known_.of(parameter, begun_)) add(Kind::value, value, "");
    }

    void consider(const Form& form) {
        const auto own = words_of(form);
        const auto common = std::min(own.size(), line_.words.size());
        if (!std::equal(own.begin(), own.begin() + static_cast<long>(common), line_.words.begin())) return;
        if (line_.words.size() < own.size()) add(Kind::word, std::string(own[common]), help_for(own, common, form));
        else consider_arguments(form, line_.words.size() - own.size());
    }

    std::vector<NextWord> take() { return std::move(found_); }

private:
    static std::string help_for(const std::vector<std::string_view>& own, std::size_t at, const Form& form);
    void consider_arguments(const Form& form, std::size_t given);
    void add_options(const Form& form, bool words_too);

    const Line& line_;
    const std::string& begun_;
    KnownValues& known_;
    std::vector<NextWord> found_;
};

/// Of a form when its words end here, of a topic, or the words that follow.
std::string Collector::help_for(const std::vector<std::string_view>& own, std::size_t at, const Form& form) {
    if (own.size() == at + 1) return std::string(form.does);
    const Words begun(own.begin(), own.begin() + static_cast<long>(at) + 1);
    for (const auto& topic : topics())
        if (topic.words == model::join(begun, " ")) return std::string(topic.does);
    Words behind;
    for (const Form& other : forms()) {
        const auto words = words_of(other);
        if (words.size() < begun.size() || !std::equal(begun.begin(), begun.end(), words.begin())) continue;
        if (words.size() == begun.size()) return std::string(other.does);
        if (std::find(behind.begin(), behind.end(), words[at + 1]) == behind.end()) behind.emplace_back(words[at + 1]);
    }
    return model::join(behind, ", ");
}

/// The first argument of a form that adds something is a new name: those that exist are no use.
bool names_something_new(const Form& form, std::size_t argument) {
    const auto words = words_of(form.words);
    return argument == 0 && std::find(words.begin(), words.end(), "add") != words.end();
}

void Collector::consider_arguments(const Form& form, std::size_t given) {
    const auto [least, most] = parameters_of(form);
    if (given < most) {
        auto name = words_of(form.parameters)[given];
        if (name.starts_with('[')) name = name.substr(1, name.size() - 2);
        const auto* parameter = find_parameter(name);
        add(Kind::parameter, fmt::format("<{}>", name), parameter == nullptr ? "" : std::string(parameter->means));
        if (!names_something_new(form, given)) add_values(name);
    }
    if (given < least) return;
    if (given >= most && !line_.words.empty()) {
        const auto* last = find_option(line_.words.back());
        if (given > most && last != nullptr && is_word(*last) && !last->value.empty())
            return add(Kind::parameter, fmt::format("<{}>", last->value), std::string(last->does));
    }
    add_options(form, given >= most);
    if (given <= most || (form.accepts & (order | ending | letters))) add(Kind::end, "<Enter>", "run the command");
}

void Collector::add_options(const Form& form, bool words_too) {
    const auto given = [&](const Words& words, std::string_view name) { return std::find(words.begin(), words.end(), name) != words.end(); };
    for (const OptionRow& row : option_rows()) {
        if ((row.accepts & form.accepts) == 0 || given(line_.options, row.name)) continue;
        if (is_word(row) && (!words_too || given(line_.words, row.name))) continue;
        add(Kind::option, std::string(row.name), std::string(row.does));
    }
}

}  // namespace

std::vector<NextWord> next_words(const Words& before, const std::string& begun, KnownValues& known, bool in_shell) {
    auto line = read(before);
    Collector collector(line, begun, known);
    if (line.due != nullptr) {
        collector.add(Kind::parameter, fmt::format("<{}>", line.due->value), std::string(line.due->does));
        if (line.due->name == "--features") collector.add_values("featurelist");
        if (line.due->name == "--device") collector.add_values("devicename");
        if (line.due->name == "--alarm") collector.add_values("alarmname");
        if (line.due->name == "--node") collector.add_values("hostname");
        if (line.due->name == "--severity")
            for (const char* word : {"error", "warning", "informational"}) collector.add(Kind::value, word, "");
        if (line.due->name == "--frequency") collector.add_values("once|daily|weekly|monthly");
        return collector.take();
    }
    const bool first = line.words.empty();
    if (!first && line.words.front() == "help") line.words.erase(line.words.begin());
    for (const Form& form : forms()) collector.consider(form);
    if (begun.starts_with('-')) collector.add(Kind::option, "--json", "one JSON document instead of text");
    if (begun.starts_with('-')) collector.add(Kind::option, "--help", "show that command");
    if (first) collector.add(Kind::word, "help", "Show all commands, or one");
    if (first && in_shell) collector.add(Kind::word, "exit", "Leave"), collector.add(Kind::word, "quit", "Leave");
    return collector.take();
}

Words completions(const std::vector<NextWord>& next, const std::string& begun) {
    Words words;
    for (const auto& each : next) {
        const bool option = each.kind == Kind::option && each.text.starts_with("--");
        if (each.kind == Kind::parameter || each.kind == Kind::end || (option && !begun.starts_with('-'))) continue;
        words.push_back(each.text);
    }
    return words;
}

std::string render_next(const std::vector<NextWord>& next) {
    if (next.empty()) return "  nothing can come here\n";
    std::size_t width = 0;
    for (const auto& each : next)
        if (each.kind != Kind::value) width = std::max(width, each.text.size());
    std::string text;
    for (const auto& each : next) {
        const bool bare = each.kind == Kind::value;
        text += bare ? fmt::format("  {:<{}}  {}\n", "", width, printable(each.text)) : fmt::format("  {:<{}}  {}\n", each.text, width, each.help);
    }
    return text;
}

}  // namespace drs::cli
