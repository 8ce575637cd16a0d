// SPDX-License-Identifier: Apache-2.0
#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cli/command_table.hpp"
#include "cli/printable.hpp"
#include "control/refusal.hpp"
#include "model/names.hpp"

namespace drs::cli {
namespace {

constexpr std::string_view head =
    "drs [--root DIR] [--json] COMMAND ...   runs one command\n"
    "drs [--root DIR] [--json]               is a shell that takes commands, on a terminal with `?` and TAB\n"
    "\n"
    "  --root DIR         where everything of the Master lies; default $DRS_ROOT, else /\n"
    "  --json             show one JSON document instead of text\n"
    "  --check-config     check etc/drs/drs.conf and leave\n"
    "  --help, --version  this text, of one command when it follows its words; the version\n"
    "\n"
    "help [COMMAND]\n"
    "      Show this text, or that of one command.\n"
    "\n"
    "platform-lock [--wait [SECONDS]] -- COMMAND ...\n"
    "      Run an administration command while no backup or restore runs; not in the shell.\n";

bool agree(const std::vector<std::string_view>& words, const std::vector<std::string>& topic) {
    const auto length = std::min(words.size(), topic.size());
    return std::equal(words.begin(), words.begin() + static_cast<long>(length), topic.begin());
}

/// `device add` as well as `utils disaster_recovery device add`.
bool concerns(const Form& form, const std::vector<std::string>& topic) {
    return agree(words_of(form), topic) || agree(words_of(form.words), topic);
}

std::string with_options(const Form& form) {
    auto text = shape(form);
    std::vector<std::string> ways_to_sign_in;  // of which one may be given
    for (const OptionRow& row : option_rows()) {
        if ((row.accepts & form.accepts) == 0) continue;
        if (row.accepts == credentials) ways_to_sign_in.push_back(shape(row));
        else text += " [" + shape(row) + "]";
    }
    return ways_to_sign_in.empty() ? text : text + " [" + model::join(ways_to_sign_in, " | ") + "]";
}

std::string options_text(unsigned accepted) {
    std::string text;
    for (const OptionRow& row : option_rows())
        if (row.accepts & accepted) text += fmt::format("  {:<18} {}\n", shape(row), row.does);
    return text.empty() ? text : "\n" + text;
}

}  // namespace

std::string help(const std::vector<std::string>& topic) {
    std::string text(topic.empty() ? head : "");
    unsigned accepted = 0;
    std::optional<std::string_view> under;
    for (const Form& form : forms()) {
        if (!concerns(form, topic)) continue;
        if (form.under != under) text += (text.empty() ? "" : "\n") + (form.under == recovery ? std::string(recovery) + "\n" : "");
        under = form.under;
        text += fmt::format("  {}\n      {}.\n", with_options(form), form.does);
        accepted |= form.accepts;
    }
    if (!under)
        throw control::Refusal(control::Kind::usage, "`" + printable(model::join(topic, " ")) + "` is no command of drs; see drs --help");
    return text + options_text(accepted);
}

}  // namespace drs::cli
