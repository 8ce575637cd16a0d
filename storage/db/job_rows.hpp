// SPDX-License-Identifier: Apache-2.0
// A job as rows of jobs, job_features and job_components, and back.
#pragma once

#include "model/job.hpp"
#include "storage/db/database.hpp"
#include "storage/db/sqlite.hpp"

namespace drs::storage::db {

/// All columns of a job that `read_job` takes, in its order.
inline constexpr const char* job_columns =
    "id, kind, begun_by, set_id, device, device_kind, location, started, ended, result, reason, product_version, schedule, history_number";
inline constexpr int history_number_column = 13;

/// As Database::history.
std::vector<HistoryEntry> history(Connection& connection, model::JobKind kind, unsigned limit);

/// The row that `query` stands on, with its features and components.
model::Job read_job(Connection& connection, const Statement& query);

/// The id of the new row; its result is ACTIVE and it has no end, whatever `job` says.
model::JobId insert_job(Connection& connection, const model::Job& job);
/// Everything but id and kind becomes as in `job`. Throws when there is no such job of that kind that still runs.
void finish_job(Connection& connection, const model::Job& job);

/// Features and components become those of `job`.
void replace_parts(Connection& connection, model::JobId id, const model::Job& job);

}  // namespace drs::storage::db
