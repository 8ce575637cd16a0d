// SPDX-License-Identifier: Apache-2.0
#include "storage/db/totals.hpp"

namespace drs::storage::db {
namespace {

using model::Result;

bool succeeded(Result result) { return result == Result::success || result == Result::warning; }

void count_backup(Connection& connection, const model::Job& job) {
    const bool kept = succeeded(job.result);
    const auto good = kept ? job.ended : std::nullopt;
    Statement(connection,
              "UPDATE counters SET backups_succeeded = backups_succeeded + ?, backups_failed = backups_failed + ?, "
              "bytes_stored = bytes_stored + ?, last_backup_result = ?, last_good_backup = coalesce(?, last_good_backup)")
        .bind(kept, job.result == Result::error, kept ? job.bytes_stored() : 0, job.result, good)
        .run();
}

void count_restore(Connection& connection, const model::Job& job) {
    Statement(connection, "UPDATE counters SET restores_succeeded = restores_succeeded + ?, restores_failed = restores_failed + ?")
        .bind(succeeded(job.result), job.result == Result::error)
        .run();
}

bool came_to_an_end(Result result) { return succeeded(result) || result == Result::error || result == Result::canceled; }

}  // namespace

void count_job(Connection& connection, const model::Job& job) {
    if (job.kind == model::JobKind::backup) count_backup(connection, job);
    if (job.kind == model::JobKind::restore) count_restore(connection, job);
}

void note_components(Connection& connection, const model::Job& job) {
    if (job.kind != model::JobKind::backup) return;
    Statement note(connection,
                   "INSERT INTO component_last VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET result = ?4, time = ?7, "
                   "bytes_before = iif(?8, ?5, bytes_before), bytes_stored = iif(?8, ?6, bytes_stored)");
    for (const auto& c : job.components) {
        if (!came_to_an_end(c.result)) continue;
        const bool stored = succeeded(c.result);
        note.bind(c.node, c.key.feature, c.key.component, c.result, stored ? c.bytes_before : 0, stored ? c.bytes_stored : 0,
                  c.finished ? c.finished : job.ended, stored)
            .run();
    }
}

}  // namespace drs::storage::db
