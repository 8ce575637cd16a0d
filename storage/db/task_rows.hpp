// SPDX-License-Identifier: Apache-2.0
// The scheduled tasks as rows of tasks and schedule_runs; each call is part of the caller's transaction.
#pragma once

#include "storage/db/database.hpp"
#include "storage/db/sqlite.hpp"

namespace drs::storage::db {

/// The run of `step` has become job `id`.
void take_task(Connection& connection, const TaskStep& step, model::JobId id, model::TimePoint started);
/// When it was a scheduled one: its schedule's last result.
void note_scheduled_end(Connection& connection, const model::Job& job);

}  // namespace drs::storage::db
