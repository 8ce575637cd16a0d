// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.hpp"

#include <algorithm>

#include "cli/option_reader.hpp"
#include "control/refusal.hpp"
#include "model/names.hpp"

namespace drs::cli {
namespace {

using Words = std::span<const std::string>;

constexpr std::string_view prefix[] = {"utils", "disaster_recovery"};

[[noreturn]] void refuse(const std::string& sentence) { throw control::Refusal(control::Kind::usage, sentence); }

bool begins_with(Words given, const std::vector<std::string_view>& words) {
    return given.size() >= words.size() && std::equal(words.begin(), words.end(), given.begin());
}

struct Count {
    std::size_t least = 0, most = 0;
};
Count parameters_of(const Form& form) {
    Count count;
    for (const auto parameter : words_of(form.parameters)) ++count.most, count.least += !parameter.starts_with('[');
    return count;
}

bool fits(const Form& form, Words given) {
    const auto words = words_of(form.words);
    if (!begins_with(given, words)) return false;
    const auto [least, most] = parameters_of(form);
    return given.size() >= words.size() + least && given.size() <= words.size() + most;
}

/// `backup` alone: says what may follow. A word that begins no command: says so.
[[noreturn]] void refuse_unknown(Words given) {
    std::size_t known = 0;  // words that some command begins with
    std::vector<std::string> next;
    for (bool more = true; more && known <= given.size();) {
        std::vector<std::string> follow;
        for (const Form& form : forms()) {
            const auto words = words_of(form.words);
            if (words.size() <= known || !std::equal(given.begin(), given.begin() + static_cast<long>(known), words.begin())) continue;
            if (std::find(follow.begin(), follow.end(), words[known]) == follow.end()) follow.emplace_back(words[known]);
        }
        next = follow;
        more = known < given.size() && std::find(next.begin(), next.end(), given[known]) != next.end();
        known += more;
    }
    const std::string begun = model::join({given.begin(), given.begin() + static_cast<long>(known)}, " ");
    if (known == 0) refuse("`" + given[0] + "` is no command of utils disaster_recovery; see drs --help");
    if (known == given.size()) refuse("`" + begun + "` needs one of " + model::join(next, ", ") + " behind it; see drs --help");
    refuse("`" + begun + "` is followed by one of " + model::join(next, ", ") + ", not by `" + given[known] + "`; see drs --help");
}

/// The command is known, but not with so many arguments.
[[noreturn]] void refuse_count(const Form& command, Words given) {
    std::vector<std::string> shapes;
    for (const Form& form : forms())
        if (form.words == command.words) shapes.push_back(form.parameters.empty() ? "no argument" : std::string(form.parameters));
    const auto count = given.size() - words_of(command.words).size();
    refuse("`" + std::string(command.words) + "` takes " + model::join(shapes, ", or ") + ", but " + std::to_string(count) +
           (count == 1 ? " argument was" : " arguments were") + " given");
}

const Form& form_for(Words given) {
    for (const Form& form : forms())
        if (fits(form, given)) return form;
    for (const Form& form : forms())
        if (begins_with(given, words_of(form.words))) refuse_count(form, given);
    refuse_unknown(given);
}

/// The words behind `utils disaster_recovery`.
Words command_words(Words given) {
    if (given.empty()) refuse("drs needs a command: drs utils disaster_recovery COMMAND; see drs --help");
    for (std::size_t i = 0; i < std::size(prefix); ++i)
        if (i >= given.size() || given[i] != prefix[i])
            refuse("every command begins with `utils disaster_recovery`, not with `" +
                   model::join({given.begin(), given.begin() + static_cast<long>(std::min(i + 1, given.size()))}, " ") + "`; see drs --help");
    given = given.subspan(std::size(prefix));
    if (given.empty()) refuse("`utils disaster_recovery` needs a command behind it; see drs --help");
    return given;
}

}  // namespace

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto blank = std::min(text.find(' '), text.size());
        if (blank > 0) words.push_back(text.substr(0, blank));
        text.remove_prefix(std::min(blank + 1, text.size()));
    }
    return words;
}

Invocation parse(std::span<const std::string> arguments, const char* root_from_environment) {
    Invocation invocation;
    if (root_from_environment != nullptr && *root_from_environment != '\0') invocation.root = root_from_environment;
    OptionReader reader(invocation);
    const auto words = reader.read(arguments);
    if (invocation.wish == Wish::help)
        invocation.topic.assign(words.begin() + static_cast<long>(std::min(words.size(), std::size(prefix))), words.end());
    if (invocation.wish != Wish::run) return invocation;

    const Words given = command_words(words);
    invocation.form = &form_for(given);
    reader.check(*invocation.form);
    const auto own = words_of(invocation.form->words).size();
    invocation.call.arguments.assign(given.begin() + static_cast<long>(own), given.end());
    return invocation;
}

}  // namespace drs::cli
