// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/device_choice.hpp"
#include "cli/follow.hpp"
#include "cli/printable.hpp"
#include "cli/render_listing.hpp"
#include "cli/render_status.hpp"
#include "control/document.hpp"
#include "model/names.hpp"

namespace drs::cli {
namespace {

Layout layout_for(const Session& session) { return session.console.shows_to_a_person() ? Layout::aligned : Layout::plain; }

int show(Session& session, const std::string& text) {
    session.console.write(text);
    return control::exit_success;
}

int show_document(Session& session, const std::string& document) {
    session.show_document(document);
    return control::exit_success;
}

/// A script that follows wants to know that there was nothing to follow.
int show_status(const std::optional<model::Job>& job, const std::string& operation, const Call& call, Session& session) {
    if (job && call.options.follow) return follow(job->id, session);
    if (session.json) session.show_document(control::document(job));
    else session.console.write(job ? render_status(*job, layout_for(session)) : "drfCliMsg: No " + operation + " status available\n");
    return call.options.follow ? static_cast<int>(control::Kind::not_found) : control::exit_success;
}

int show_history(const std::vector<control::HistoryRow>& history, Session& session) {
    if (session.json) return show_document(session, control::document(history));
    return show(session, render_history(history, layout_for(session)));
}

int show_files(control::DeviceChoice device, Session& session) {
    const auto sets = session.answer<std::vector<model::SetSummary>>(control::SetsQuery{std::move(device)});
    if (session.json) return show_document(session, control::document(sets));
    return show(session, render_sets(sets, layout_for(session)));
}

[[noreturn]] void refuse_node(const control::Snapshot& snapshot, const std::string& name) {
    std::vector<std::string> known;
    for (const auto& node : snapshot.nodes) known.push_back(node.name);
    throw control::Refusal(control::Kind::not_found, "no node `" + printable(name) + "` is known to the Master Agent; " +
                                                         (known.empty() ? "none has registered yet" : "known are " + model::join(known, ", ")));
}

}  // namespace

int show_backup_status(const Call& call, Session& session) {
    return show_status(session.snapshot()->last_backup, "backup", call, session);
}
int show_restore_status(const Call& call, Session& session) {
    return show_status(session.snapshot()->last_restore, "restore", call, session);
}
int show_backup_history(const Call&, Session& session) { return show_history(session.snapshot()->backups, session); }
int show_restore_history(const Call&, Session& session) { return show_history(session.snapshot()->restores, session); }

int show_files_on_device(const Call& call, Session& session) { return show_files(named_device(call.arguments[0]), session); }
int show_files_on_server(const Call& call, Session& session) {
    const auto& words = call.arguments;
    return show_files(server_device(words[0], words[1], words[2], call.options, session), session);
}
int show_files_in_directory(const Call& call, Session& session) {
    return show_files(named_or_path(call.arguments[0], model::DeviceKind::local), session);
}

int show_registration(const Call& call, Session& session) {
    const auto snapshot = session.snapshot();
    const auto& name = call.arguments[0];
    const auto& nodes = snapshot->nodes;
    if (std::none_of(nodes.begin(), nodes.end(), [&](const auto& node) { return node.name == name; })) refuse_node(*snapshot, name);
    std::vector<control::ComponentRow> own;
    for (const auto& row : snapshot->components)
        if (row.node == name) own.push_back(row);
    if (session.json) return show_document(session, control::document(own));
    return show(session, render_registration(name, own, layout_for(session)));
}

int list_devices(const Call&, Session& session) {
    const auto snapshot = session.snapshot();
    if (session.json) return show_document(session, control::document(snapshot->devices));
    return show(session, render_devices(snapshot->devices, layout_for(session)));
}

}  // namespace drs::cli
