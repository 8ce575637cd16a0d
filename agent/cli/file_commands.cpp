// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/local_time.hpp"
#include "cli/log_lines.hpp"
#include "cli/log_pattern.hpp"
#include "cli/log_tree.hpp"
#include "cli/log_unpacked.hpp"
#include "cli/printable.hpp"
#include "cli/session.hpp"
#include "cli/text_table.hpp"
#include "control/document.hpp"

namespace drs::cli {
namespace {

constexpr std::uint64_t lines_of_a_tail = 10;

LogTree tree_of(const Session& session) { return LogTree(session.paths.active_log()); }

LogLines open_lines(const LogPath& file, const Session& session) { return LogLines(unpacked(tree_of(session).open_file(file), file)); }

LogLines lines_of(const std::string& name, Session& session) {
    if (session.json)
        throw control::Refusal(control::Kind::usage, "a file is shown as it is; leave --json out, or take file search");
    return open_lines(parse_log_path(name), session);
}

/// A log holds what programs said: on a terminal it may not move the cursor, in a pipe it stays as it is.
void show_line(std::string_view line, Session& session) {
    session.console.write((session.console.shows_to_a_person() ? printable_line(line) : std::string(line)) + "\n");
}

void show_all(LogLines& lines, Session& session) {
    while (const auto line = lines.next()) show_line(*line, session);
}

void show_rest(LogLines& lines, Session& session) {
    if (const auto rest = lines.take_rest(); !rest.empty()) show_line(rest, session);
}

std::string shown_name(const control::LogEntry& entry) { return entry.name + (entry.directory ? "/" : ""); }

std::string render_names(const std::vector<control::LogEntry>& entries) {
    std::string text;
    for (const auto& entry : entries) text += printable(shown_name(entry)) + "\n";
    return text;
}

std::string render_details(const std::vector<control::LogEntry>& entries, Layout layout) {
    TextTable table({"Name", "Size", "Modified"});
    for (const auto& entry : entries)
        table.add({shown_name(entry), entry.directory ? "" : size_text(entry.bytes), local_time(entry.modified)});
    return table.text(layout);
}

/// Shows what matches in one file; returns how many lines did.
std::uint64_t search_in(const LogPath& file, const LogPattern& pattern, Session& session, bool first) {
    auto lines = open_lines(file, session);
    control::LogLine found{file.steps.back(), 0, ""};
    std::uint64_t matches = 0;
    const auto look = [&](std::string_view line) {
        ++found.line;
        if (!pattern.matches(line)) return;
        found.text = line;
        const bool person = session.console.shows_to_a_person();
        if (session.json) session.console.write((first && matches == 0 ? "" : ",") + control::document(found));
        else session.console.write(printable(found.file) + ":" + std::to_string(found.line) + ":" + (person ? printable_line(line) : found.text) + "\n");
        ++matches;
    };
    while (const auto line = lines.next()) look(*line);
    if (const auto rest = lines.take_rest(); !rest.empty()) look(rest);
    return matches;
}

/// The file of that name, or those that a pattern or a directory names.
std::vector<LogPath> files_of(const LogPath& path, Session& session) {
    const auto [directory, entries] = tree_of(session).list(path);
    std::vector<LogPath> files;
    for (const auto& entry : entries) {
        if (entry.directory) continue;
        LogPath file = directory;
        file.steps.push_back(entry.name);
        file.typed = "`" + printable(std::string(log_top) + "/" + file.below()) + "`";
        files.push_back(std::move(file));
    }
    return files;
}

}  // namespace

int list_logs(const Call& call, Session& session) {
    auto entries = tree_of(session).list(parse_log_path(call.arguments[0])).entries;
    if (call.options.reverse) std::reverse(entries.begin(), entries.end());
    if (session.json) session.show_document(control::document(entries));
    else if (entries.empty()) session.console.write("drfCliMsg: No files are there\n");
    else if (!call.options.detail) session.console.write(render_names(entries));
    else session.console.write(render_details(entries, session.console.shows_to_a_person() ? Layout::aligned : Layout::plain));
    return control::exit_success;
}

int view_log(const Call& call, Session& session) {
    auto lines = lines_of(call.arguments[0], session);
    show_all(lines, session);
    show_rest(lines, session);
    return control::exit_success;
}

int tail_log(const Call& call, Session& session) {
    auto lines = lines_of(call.arguments[0], session);
    lines.skip_to_last(call.options.recent.value_or(lines_of_a_tail));
    show_all(lines, session);
    while (call.options.follow) {
        session.pause();
        show_all(lines, session);
    }
    show_rest(lines, session);
    return control::exit_success;
}

/// Like a search of the field's tools, one that finds nothing says so by its exit code.
int search_logs(const Call& call, Session& session) {
    const LogPattern pattern(call.arguments[1], call.options.ignore_case);
    const auto path = parse_log_path(call.arguments[0]);
    std::uint64_t matches = 0;
    const auto files = files_of(path, session);
    if (session.json) session.console.write("[");
    for (const auto& file : files) matches += search_in(file, pattern, session, matches == 0);
    if (session.json) session.console.write("]\n");
    if (matches > 0) return control::exit_success;
    if (session.json) return static_cast<int>(control::Kind::not_found);
    throw control::Refusal(control::Kind::not_found, "no line of " + path.typed + " matches `" + printable(call.arguments[1]) + "`; see file view activelog");
}

}  // namespace drs::cli
