// SPDX-License-Identifier: Apache-2.0
// docs/alarms.md is made from the catalogue: `alarm_docs FILE` fails when the file is another, `alarm_docs --write FILE` writes it.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "alarms/catalogue.hpp"

using namespace drs::alarms;

namespace {

std::string_view severity_text(Severity severity) {
    switch (severity) {
        case Severity::error: return "error (3)";
        case Severity::warning: return "warning (4)";
        case Severity::informational: break;
    }
    return "informational (6)";
}

std::string_view short_name(const CatalogueEntry& alarm) { return alarm.name.substr(std::string_view("CiscoDRF").size()); }

std::string ends_with(const CatalogueEntry& alarm) {
    if (!alarm.stateful) return "event";
    return alarm.cleared_by ? fmt::format("raised; cleared by {} of the same device", short_name(entry(*alarm.cleared_by)))
                            : "raised; cleared when its cause is gone";
}

/// A star of a file name is no emphasis.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) out.append(c == '*' ? "\\*" : std::string(1, c));
    return out;
}

std::string listed(const std::vector<std::string_view>& words) {
    std::string list;
    for (const auto each : words) list.append(list.empty() ? "" : ", ").append(each);
    return list;
}

std::string facts(const CatalogueEntry& alarm) {
    return fmt::format("{}, `{}`; carries {}; event type `{}` ({}), probable cause `{}` ({}){}.", word(alarm.severity), alarm.facility,
                       listed(parameters_of(alarm)), word(alarm.event_type), static_cast<int>(alarm.event_type), word(alarm.probable_cause),
                       static_cast<int>(alarm.probable_cause), alarm.pending ? "; **pending**: the part that would raise it is not built yet" : "");
}

std::string section(const CatalogueEntry& alarm) {
    return fmt::format("\n<a id=\"{}\"></a>\n## {} {}\n{}.\n\n{}\n\n{}\n\n**What to do:** {}\n", alarm.name, static_cast<int>(alarm.id), alarm.name,
                       alarm.text, facts(alarm), escaped(alarm.explanation), escaped(alarm.action));
}

std::string page() {
    std::string text =
        "# Alarms\n\n"
        "Made from `alarms/catalogue.cpp` by `alarm_docs --write docs/alarms.md`; do not edit. The number is the notification's\n"
        "sub-identifier below `drsNotifications` of DRS-MIB, the severity is that of syslog. File names are below `var/log/active`. Event types and\n"
        "probable causes are those of ITU-T X.733 and X.736, with their numbers in IANA-ITU-ALARM-TC-MIB (RFC 3877).\n"
        "How alarms are raised, repeated, cleared and acknowledged is in [operations.md](operations.md#alarms).\n\n"
        "| number | alarm | severity | kind |\n|---|---|---|---|\n";
    for (const auto& alarm : all_entries())
        text += fmt::format("| {} | [{}](#{}) | {} | {}{} |\n", static_cast<int>(alarm.id), alarm.name, alarm.name, severity_text(alarm.severity),
                            ends_with(alarm), alarm.pending ? "; pending" : "");
    for (const auto& alarm : all_entries()) text += section(alarm);
    return text;
}

std::string contents_of(const char* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

int main(int argc, char** argv) {
    const bool write = argc == 3 && std::string_view(argv[1]) == "--write";
    if (argc != 2 && !write) {
        std::cerr << "usage: alarm_docs [--write] FILE\n";
        return 2;
    }
    const char* const path = argv[argc - 1];
    if (write) return (std::ofstream(path, std::ios::binary) << page()).flush() ? 0 : 1;
    if (contents_of(path) == page()) return 0;
    std::cerr << path << " is not what the catalogue says; write it anew with: alarm_docs --write " << path << '\n';
    return 1;
}
