// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.hpp"
#include "cli/follow.hpp"
#include "control/document.hpp"

namespace drs::cli {
namespace {

bool agreed(Session& session) {
    session.console.write("Cancel the running backup? (y/n): ");
    const auto answer = session.console.read_line();
    if (!answer)
        throw control::Refusal(control::Kind::usage, "cancel_backup got no answer; type y or n, or give `cancel_backup confirm`");
    return *answer == "y" || *answer == "Y" || *answer == "yes";
}

/// The cancellation takes effect when the component in progress has ended, so the word of success waits for that.
int report(const model::Job& job, Session& session) {
    if (session.json) session.show_document(control::document(std::optional(job)));
    if (job.result == model::Result::canceled) {
        if (!session.json) session.console.write("Backup cancelled successfully.\n");
        return control::exit_success;
    }
    session.console.complain("the backup ended with " + std::string(model::word(job.result)) + " before it could be cancelled");
    return control::exit_job_failed;
}

}  // namespace

int ask_and_cancel(const Call& call, Session& session) {
    if (agreed(session)) return cancel(call, session);
    session.console.write("The backup goes on.\n");
    return control::exit_success;
}

int cancel(const Call& call, Session& session) {
    if (!session.json) session.console.write("Cancelling backup...\n");
    session.answer<control::Done>(
        control::CancelRequest{call.options.now ? control::CancelMode::now : control::CancelMode::after_component});
    const auto backup = session.snapshot()->last_backup;
    if (!backup)
        throw control::Refusal(control::Kind::internal, "the Master Agent cancelled a backup that it does not show; see its trace drfMA");
    return report(wait_for_end(backup->id, session), session);
}

}  // namespace drs::cli
