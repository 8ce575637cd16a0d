// SPDX-License-Identifier: Apache-2.0
#include "cli/option_reader.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "cli/printable.hpp"
#include "control/refusal.hpp"
#include "model/names.hpp"

namespace drs::cli {
namespace {

[[noreturn]] void refuse(const std::string& sentence) { throw control::Refusal(control::Kind::usage, sentence); }

int descriptor(std::string_view text) {
    int number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0)
        refuse("`" + std::string(text) + "` behind --password-fd is no descriptor; give a number such as 3");
    return number;
}

std::uint64_t number_of_lines(std::string_view text, std::string_view behind = "recent") {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        refuse("`" + printable(text) + "` behind " + std::string(behind) + " is no number of lines; give a whole number such as 50");
    return number;
}

/// `--name`, or `--name=value`, and the arguments that follow it.
struct Given {
    std::string_view name;
    std::optional<std::string_view> joined;
    std::span<const std::string>& rest;

    std::string value() {
        if (joined) return std::string(*joined);
        if (rest.empty()) refuse("`" + std::string(name) + "` needs a value behind it; see drs --help");
        std::string next = rest.front();
        rest = rest.subspan(1);
        return next;
    }
    void no_value() const {
        if (joined) refuse("`" + std::string(name) + "` takes no value, but `" + std::string(*joined) + "` was given");
    }
};

Given split(std::string_view argument, std::span<const std::string>& rest) {
    const auto equals = argument.find('=');
    if (equals == std::string_view::npos) return {argument, std::nullopt, rest};
    return {argument.substr(0, equals), argument.substr(equals + 1), rest};
}

std::string options_of(const Form& form) {
    std::vector<std::string> names;
    for (const OptionRow& row : option_rows())
        if (row.accepts & form.accepts) names.emplace_back(row.name);
    return names.empty() ? "none but those of drs" : model::join(names, ", ");
}

[[noreturn]] void refuse_option(std::string_view name, const Form& form) {
    refuse("`" + printable(name) + "` is no option of `" + shape(form) + "`, which takes " + options_of(form));
}

}  // namespace

template <class Value>
bool OptionReader::take_global(std::string_view name, Value value) {
    if (name == "--root") {
        if (root_ == Root::fixed) refuse("`--root` belongs to drs itself; leave the shell and give it there");
        invocation_.root = value.value();
        if (invocation_.root.empty()) refuse("`--root` needs a directory behind it; see drs --help");
        return true;
    }
    if (name != "--json" && name != "--help" && name != "--version" && name != "--check-config") return false;
    value.no_value();
    if (name == "--json") invocation_.json = true;
    else if (name == "--help") invocation_.wish = Wish::help;
    else if (invocation_.wish != Wish::help) invocation_.wish = name == "--version" ? Wish::version : Wish::check_config;
    return true;
}

template <class Value>
void OptionReader::take(const OptionRow& row, Value value) {
    if (std::find(seen_.begin(), seen_.end(), &row) != seen_.end()) refuse("`" + std::string(row.name) + "` is given twice; give it once");
    seen_.push_back(&row);
    if (row.value.empty()) value.no_value();
    Options& options = invocation_.call.options;
    if (row.name == "--wait") options.wait = true;
    else if (row.name == "--follow" || row.name == "follow") options.follow = true;
    else if (row.name == "detail") options.detail = true;
    else if (row.name == "reverse") options.reverse = true;
    else if (row.name == "ignorecase") options.ignore_case = true;
    else if (row.name == "recent") options.recent = number_of_lines(value.value());
    else if (row.name == "--no-verify") options.no_verify = true;
    else if (row.name == "--allow-host-name") options.allow_host_name = true;
    else if (row.name == "--allow-flavour") options.allow_flavour = true;
    else if (row.name == "--now") options.now = true;
    else if (row.name == "--keep") options.keep = true;
    else if (row.name == "--public-key") options.public_key = true;
    else if (row.name == "--features") options.features = value.value();
    else if (row.name == "--key-file") options.key_file = value.value();
    else if (row.name == "--weekdays") options.weekdays = value.value();
    else if (row.name == "--zone") options.zone = value.value();
    else if (row.name == "--randomise") options.randomise = value.value();
    else if (row.name == "--catch-up") options.catch_up = value.value();
    else if (row.name == "--window") options.window = value.value();
    else if (row.name == "--rename") options.rename = value.value();
    else if (row.name == "--device") options.device = value.value();
    else if (row.name == "--start") options.start = value.value();
    else if (row.name == "--frequency") options.frequency = value.value();
    else if (row.name == "--unacknowledged") options.unacknowledged = true;
    else if (row.name == "--severity") options.severity = value.value();
    else if (row.name == "--node") options.node = value.value();
    else if (row.name == "--last") options.last = number_of_lines(value.value(), row.name);
    else if (row.name == "--alarm") options.alarm = value.value();
    else if (row.name == "--since") options.since = value.value();
    else if (row.name == "--note") options.note = value.value();
    else if (row.name == "--operator") options.by = value.value();
    else if (row.name == "--password-fd") options.password_fd = descriptor(value.value());
}

std::vector<std::string> OptionReader::read(std::span<const std::string> arguments) {
    std::vector<std::string> words;
    while (!arguments.empty()) {
        const std::string& argument = arguments.front();
        arguments = arguments.subspan(1);
        if (argument == "--") {
            words.insert(words.end(), arguments.begin(), arguments.end());
            break;
        }
        if (!argument.starts_with("--")) {
            words.push_back(argument);
            continue;
        }
        const Given given = split(argument, arguments);
        if (take_global(given.name, given)) continue;
        const auto rows = option_rows();
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& each) { return each.name == given.name; });
        if (row == rows.end()) refuse("`" + std::string(given.name) + "` is no option of drs; see drs --help");
        take(*row, given);
    }
    return words;
}

void OptionReader::take_words(const Form& form, std::span<const std::string> words) {
    const auto rows = option_rows();
    while (!words.empty()) {
        const std::string& word = words.front();
        words = words.subspan(1);
        const auto row = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& each) {
            return is_word(each) && (each.accepts & form.accepts) && each.name == word;
        });
        if (row == rows.end()) refuse_option(word, form);
        take(*row, Given{row->name, std::nullopt, words});
    }
}

void OptionReader::check(const Form& form) const {
    for (const OptionRow* row : seen_)
        if ((row->accepts & form.accepts) == 0) refuse_option(row->name, form);
    const Options& options = invocation_.call.options;
    if (options.password_fd.has_value() + options.public_key + options.key_file.has_value() > 1)
        refuse("--password-fd, --public-key and --key-file exclude each other; give one of them");
}

void OptionReader::check_none() const {
    if (!seen_.empty()) refuse("`" + std::string(seen_.front()->name) + "` belongs to a command, and there is none; see drs --help");
}

}  // namespace drs::cli
