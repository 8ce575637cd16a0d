// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <algorithm>

#include "cli/option_reader.hpp"
#include "cli/printable.hpp"
#include "control/refusal.hpp"
#include "model/names.hpp"

namespace drs::cli {
namespace {

using Words = std::span<const std::string>;

[[noreturn]] void refuse(const std::string& sentence) { throw control::Refusal(control::Kind::usage, sentence); }

bool begins_with(Words given, const std::vector<std::string_view>& words) {
    return given.size() >= words.size() && std::equal(words.begin(), words.end(), given.begin());
}

/// Words that some command has behind `begun`, each once, in the table's order.
std::vector<std::string> words_behind(Words begun) {
    std::vector<std::string> next;
    for (const Form& form : forms()) {
        const auto words = words_of(form);
        if (words.size() <= begun.size() || !std::equal(begun.begin(), begun.end(), words.begin())) continue;
        if (std::find(next.begin(), next.end(), words[begun.size()]) == next.end()) next.emplace_back(words[begun.size()]);
    }
    return next;
}

std::string one_of(const std::vector<std::string>& words) { return (words.size() > 1 ? "one of " : "") + model::join(words, ", "); }

/// As it is said to a person, who knows that it is about disaster recovery.
std::string said(Words words) {
    const auto common = words_of(recovery).size();
    if (words.size() > common && begins_with(words, words_of(recovery))) words = words.subspan(common);
    return "`" + printable(model::join({words.begin(), words.end()}, " ")) + "`";
}

/// `backup` alone: says what may follow. A word that begins no command: says so.
[[noreturn]] void refuse_unknown(Words given) {
    std::size_t known = 0;  // words that some command begins with
    auto next = words_behind({});
    while (known < given.size() && std::find(next.begin(), next.end(), given[known]) != next.end())
        next = words_behind(given.first(++known));
    if (known == 0) refuse("every command begins with " + one_of(next) + " or help, not with " + said(given.first(1)) + "; see drs --help");
    if (known < given.size() && known == words_of(recovery).size() && begins_with(given, words_of(recovery)))
        refuse(said(given.subspan(known, 1)) + " is no command of utils disaster_recovery; see drs --help");
    if (known == given.size()) refuse(said(given) + " needs " + one_of(next) + " behind it; see drs --help");
    refuse(said(given.first(known)) + " is followed by " + one_of(next) + ", not by " + said(given.subspan(known, 1)) + "; see drs --help");
}

/// The command is known, but not with so many arguments.
[[noreturn]] void refuse_count(const Form& command, Words given) {
    std::vector<std::string> shapes;
    for (const Form& form : forms())
        if (form.words == command.words && form.under == command.under)
            shapes.push_back(form.parameters.empty() ? "no argument" : std::string(form.parameters));
    const auto own = words_of(command).size();
    const auto count = given.size() - own;
    refuse(said(given.first(own)) + " takes " + model::join(shapes, ", or ") + ", but " + std::to_string(count) +
           (count == 1 ? " argument was" : " arguments were") + " given");
}

bool takes_words(const Form& form) {
    const auto rows = option_rows();
    return std::any_of(rows.begin(), rows.end(), [&](const OptionRow& row) { return is_word(row) && (row.accepts & form.accepts); });
}

bool fits(const Form& form, Words given) {
    const auto words = words_of(form);
    if (!begins_with(given, words)) return false;
    const auto [least, most] = parameters_of(form);
    const auto count = given.size() - words.size();
    return count >= least && (count <= most || takes_words(form));
}

const Form& form_for(Words given) {
    for (const Form& form : forms())
        if (fits(form, given)) return form;
    for (const Form& form : forms())
        if (begins_with(given, words_of(form))) refuse_count(form, given);
    refuse_unknown(given);
}

void take_command(Invocation& invocation, OptionReader& reader, std::vector<std::string> words) {
    if (!words.empty() && words.front() == "help") {
        words.erase(words.begin());
        invocation.wish = Wish::help;
    }
    if (invocation.wish == Wish::help) invocation.topic = words;
    if (invocation.wish != Wish::run) return;

    Words given = words;
    invocation.form = &form_for(given);
    given = given.subspan(words_of(*invocation.form).size());
    const auto arguments = given.first(std::min(given.size(), parameters_of(*invocation.form).most));
    invocation.call.arguments.assign(arguments.begin(), arguments.end());
    reader.take_words(*invocation.form, given.subspan(arguments.size()));
    reader.check(*invocation.form);
}

}  // namespace

Invocation parse(std::span<const std::string> arguments, const char* root_from_environment) {
    Invocation invocation;
    if (root_from_environment != nullptr && *root_from_environment != '\0') invocation.root = root_from_environment;
    OptionReader reader(invocation, OptionReader::Root::free);
    auto words = reader.read(arguments);
    if (words.empty() && invocation.wish == Wish::run) {
        reader.check_none();
        invocation.wish = Wish::shell;
    }
    take_command(invocation, reader, std::move(words));
    return invocation;
}

Invocation parse_in(const Invocation& shell, std::span<const std::string> line) {
    Invocation invocation;
    invocation.root = shell.root;
    invocation.json = shell.json;
    OptionReader reader(invocation, OptionReader::Root::fixed);
    auto words = reader.read(line);
    if (words.empty() && invocation.wish == Wish::run) refuse("a line needs a command; see help");
    take_command(invocation, reader, std::move(words));
    return invocation;
}

}  // namespace drs::cli
