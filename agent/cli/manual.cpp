// SPDX-License-Identifier: Apache-2.0
#include "cli/manual.hpp"

#include <fmt/format.h>

#include <string_view>

#include "cli/command_table.hpp"
#include "cli/console.hpp"
#include "cli/known_values.hpp"
#include "control/refusal.hpp"

namespace drs::cli {
namespace {

using control::Kind;

/// Text as troff shows it unchanged: `-` is no hyphen, `\` no escape, and no line begins with a control character.
std::string plain(std::string_view text) {
    std::string escaped(!text.empty() && (text.front() == '.' || text.front() == '\'') ? "\\&" : "");
    for (const char c : text) {
        if (c == '\\') escaped += "\\e";
        else if (c == '-') escaped += "\\-";
        else if (c == '~') escaped += "\\(ti";
        else if (c == '`') escaped += "\\(ga";
        else if (c == '\'') escaped += "\\(aq";
        else if (c == '^') escaped += "\\(ha";
        else escaped += c;
    }
    return escaped;
}

std::string entry(std::string_view term, std::string_view text) { return fmt::format(".TP\n.B {}\n{}.\n", plain(term), plain(text)); }
std::string section(std::string_view name) { return fmt::format(".SH {}\n", name); }

constexpr std::string_view opening =
    "drs \\- disaster recovery of this appliance: backup, restore, devices, logs\n"
    ".SH SYNOPSIS\n"
    ".B drs\n"
    ".RB [ \\-\\-root\n.IR DIR ]\n.RB [ \\-\\-json ]\n.RI [ COMMAND\n.IR ... ]\n"
    ".SH DESCRIPTION\n"
    "Asks the Master Agent of this appliance and shows what it answers.\n"
    "Without a command it is a shell that takes commands line by line: with the prompt\n"
    ".B admin:\n"
    "on a terminal, or from a pipe, and then ends with the exit code of the last command that failed.\n";

constexpr std::string_view shell_text =
    "Blanks separate words; quotes and the backslash keep them.\n"
    "TAB completes words, devices, features, nodes, sets and files; ? shows what can come next, unless it is quoted;\n"
    "the arrow keys bring earlier lines back.\n"
    "Ctrl\\-C drops the line or ends the command that runs; Ctrl\\-D,\n"
    ".B exit\nand\n.B quit\nleave.\n"
    "A password is asked for without echo, or read from a descriptor; it is never an argument.\n";

std::string commands_text() {
    std::string text;
    std::string_view under;
    for (const Form& form : forms()) {
        if (form.under != under) text += fmt::format(".SS {}\n", plain(form.under.empty() ? form.words : form.under));
        under = form.under;
        text += fmt::format(".TP\n.BI \"{} \" \"{}\"\n{}.\n", plain(form.words), plain(form.parameters), plain(form.does));
    }
    return text;
}

constexpr std::string_view lock_text =
    ".SS platform\\-lock\n"
    ".TP\n.BI \"platform\\-lock \" \"[\\-\\-wait [SECONDS]] \\-\\- COMMAND ...\"\n"
    "Run an administration command while no backup or restore runs; not in the shell.\n";

std::string options_text() {
    auto text = entry("--root DIR", "where everything of the Master lies; $DRS_ROOT unless given, else /") +
                entry("--json", "one JSON document on standard output instead of text") +
                entry("--check-config", "check etc/drs/drs.conf and leave") +
                entry("--help", "show all commands, or the one whose words stand before") + entry("--version", "show the version");
    for (const OptionRow& row : option_rows()) text += entry(shape(row), row.does);
    return text;
}

std::string parameters_text() {
    std::string text;
    for (const Parameter& parameter : parameters()) text += entry(parameter.name, parameter.means);
    return text;
}

constexpr std::pair<int, std::string_view> exit_codes[] = {
    {control::exit_success, "done"},
    {control::exit_job_failed, "the operation that was waited for ended in ERROR"},
    {static_cast<int>(Kind::usage), "not a command, option or argument that drs knows"},
    {static_cast<int>(Kind::bad_value), "a name, path, number or configuration that is not allowed"},
    {static_cast<int>(Kind::not_found), "no such device, set, feature, node, job or file, or nothing that matches"},
    {static_cast<int>(Kind::busy), "another operation runs"},
    {static_cast<int>(Kind::device), "the backup device does not answer, or refuses"},
    {static_cast<int>(Kind::unreachable), "the Master Agent, or a node, is not there"},
    {static_cast<int>(Kind::not_permitted), "the caller may not"},
    {static_cast<int>(Kind::mismatch), "the set is of another product, version, build flavour, deployment type or host"},
    {static_cast<int>(Kind::not_authentic), "a signature or digest is wrong"},
    {static_cast<int>(Kind::in_use), "a schedule uses it"},
    {static_cast<int>(Kind::limit), "there are too many of them already"},
    {static_cast<int>(Kind::internal), "our fault; the Master's trace says more"},
    {control::exit_canceled, "the job that was waited for was cancelled"},
    {control::exit_warning, "the job that was waited for left something out"},
    {exit_closed_output, "nobody read the output any more"},
};

std::string exit_text() {
    std::string text;
    for (const auto& [code, means] : exit_codes) text += entry(std::to_string(code), means);
    return text;
}

std::string files_text() {
    return entry("run/drs/control.sock", "below the root: the Master Agent's control socket") +
           entry("var/log/active/platform/drf", "below the root: traces and component logs, which file shows and nothing else") +
           entry("~/.drs_history", "earlier lines of the shell, kept when the file exists; its mode is made 0600");
}

}  // namespace

std::string manual() {
    return ".\\\" SPDX-License-Identifier: Apache-2.0\n.TH DRS 1 \"\" \"OpenDRS " DRS_VERSION "\" \"OpenDRS\"\n" + section("NAME") +
           std::string(opening) + section("COMMANDS") + commands_text() + std::string(lock_text) + section("WORDS TO BE REPLACED") + parameters_text() +
           section("OPTIONS") + options_text() + section("THE SHELL") + std::string(shell_text) + section("EXIT STATUS") + exit_text() +
           section("ENVIRONMENT") + entry("DRS_ROOT", "the root when --root is not given") + section("FILES") + files_text();
}

}  // namespace drs::cli
