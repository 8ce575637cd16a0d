// SPDX-License-Identifier: Apache-2.0
#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/arguments.hpp"
#include "control/refusal.hpp"
#include "model/names.hpp"

namespace drs::cli {
namespace {

constexpr std::string_view head =
    "drs [--root DIR] [--json] utils disaster_recovery COMMAND ...\n"
    "\n"
    "  --root DIR         where everything of the Master lies; default $DRS_ROOT, else /\n"
    "  --json             show one JSON document instead of text\n"
    "  --check-config     check etc/drs/drs.conf and leave\n"
    "  --help, --version  this text, of one command when it follows its words; the version\n"
    "\n";

bool begins_with(const std::vector<std::string_view>& words, const std::vector<std::string>& topic) {
    const auto length = std::min(words.size(), topic.size());
    return std::equal(words.begin(), words.begin() + static_cast<long>(length), topic.begin());
}

std::string shape(const OptionRow& row) { return std::string(row.name) + (row.value.empty() ? "" : " " + std::string(row.value)); }

std::string shape(const Form& form) {
    std::string text(form.words);
    if (!form.parameters.empty()) text.append(" ").append(form.parameters);
    std::vector<std::string> ways_to_sign_in;  // of which one may be given
    for (const OptionRow& row : option_rows()) {
        if ((row.accepts & form.accepts) == 0) continue;
        if (row.accepts == credentials) ways_to_sign_in.push_back(shape(row));
        else text += " [" + shape(row) + "]";
    }
    return ways_to_sign_in.empty() ? text : text + " [" + model::join(ways_to_sign_in, " | ") + "]";
}

}  // namespace

std::string help(const std::vector<std::string>& topic) {
    std::string text(topic.empty() ? head : "");
    unsigned accepted = 0;
    bool found = false;
    for (const Form& form : forms()) {
        if (!begins_with(words_of(form.words), topic)) continue;
        text += fmt::format("  {}\n      {}.\n", shape(form), form.does);
        accepted |= form.accepts;
        found = true;
    }
    if (!found)
        throw control::Refusal(control::Kind::usage, "`" + model::join(topic, " ") + "` is no command of utils disaster_recovery; see drs --help");
    std::string options;
    for (const OptionRow& row : option_rows())
        if (row.accepts & accepted) options += fmt::format("  {:<18} {}\n", shape(row), row.does);
    return options.empty() ? text : text + "\n" + options;
}

}  // namespace drs::cli
