// SPDX-License-Identifier: Apache-2.0
// Watches a job until it ends: a bar on a terminal, a line for each component otherwise.
#pragma once

#include "cli/session.hpp"
#include "model/job.hpp"

namespace drs::cli {

/// 0, or what tells a script how the job ended (control/refusal.hpp).
int exit_code(model::Result result);

/// Job `id` wherever the snapshot has it: running, last of its kind, or in a history; null when nowhere.
const model::Job* find_job(const control::Snapshot& snapshot, model::JobId id);

/// Shows the progress and, at the end, the status. Returns the exit code. Throws Refusal(not_found) when the
/// Master does not know the job.
int follow(model::JobId id, Session& session);

/// Waits without a word; returns the job as it ended.
model::Job wait_for_end(model::JobId id, Session& session);

}  // namespace drs::cli
