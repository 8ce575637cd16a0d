// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/follow.hpp"
#include "control/document.hpp"

namespace drs::cli {
namespace {

using control::CancelMode;
using model::JobKind;

std::string noun(JobKind kind) { return kind == JobKind::backup ? "backup" : "restore"; }

bool agreed(JobKind kind, Session& session) {
    session.console.write("Cancel the running " + noun(kind) + "? (y/n): ");
    const auto answer = session.console.read_line();
    if (!answer)
        throw control::Refusal(control::Kind::usage, "cancel_" + noun(kind) + " got no answer; type y or n, or give `cancel_" + noun(kind) + " confirm`");
    return *answer == "y" || *answer == "Y" || *answer == "yes";
}

/// The cancellation takes effect when the component in progress has ended, so the word of success waits for that.
int report(const model::Job& job, Session& session) {
    if (session.json) session.show_document(control::document(std::optional(job)));
    const auto name = noun(job.kind);
    if (job.result == model::Result::canceled) {
        if (!session.json) session.console.write(std::string(job.kind == JobKind::backup ? "Backup" : "Restore") + " cancelled successfully.\n");
        return control::exit_success;
    }
    session.console.complain("the " + name + " ended with " + std::string(model::word(job.result)) + " before it could be cancelled");
    return control::exit_job_failed;
}

int cancel(JobKind kind, CancelMode mode, Session& session) {
    if (!session.json) session.console.write("Cancelling " + noun(kind) + "...\n");
    session.answer<control::Done>(control::CancelRequest{kind, mode});
    const auto snapshot = session.snapshot();
    const auto& job = kind == JobKind::backup ? snapshot->last_backup : snapshot->last_restore;
    if (!job) throw control::Refusal(control::Kind::internal, "the Master Agent cancelled a " + noun(kind) + " that it does not show; see its trace drfMA");
    return report(wait_for_end(job->id, session), session);
}

int ask_and_cancel(JobKind kind, const Call& call, Session& session) {
    if (agreed(kind, session)) return cancel(kind, call.options.now ? CancelMode::now : CancelMode::after_component, session);
    session.console.write("The " + noun(kind) + " goes on.\n");
    return control::exit_success;
}

int cancel_confirmed(JobKind kind, const Call& call, Session& session) {
    return cancel(kind, call.options.now ? CancelMode::now : CancelMode::after_component, session);
}

}  // namespace

int ask_and_cancel_backup(const Call& call, Session& session) { return ask_and_cancel(JobKind::backup, call, session); }
int cancel_backup(const Call& call, Session& session) { return cancel_confirmed(JobKind::backup, call, session); }
int cancel_backup_now(const Call&, Session& session) { return cancel(JobKind::backup, CancelMode::now, session); }
int ask_and_cancel_restore(const Call& call, Session& session) { return ask_and_cancel(JobKind::restore, call, session); }
int cancel_restore(const Call& call, Session& session) { return cancel_confirmed(JobKind::restore, call, session); }
int cancel_restore_now(const Call&, Session& session) { return cancel(JobKind::restore, CancelMode::now, session); }

}  // namespace drs::cli
