// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "storage/db/database.hpp"
#include "storage/db/job_rows.hpp"
#include "storage/db/state.hpp"
#include "storage/db/task_rows.hpp"
#include "storage/db/totals.hpp"

namespace drs::storage {
namespace {

using db::Statement;

bool is_end(model::Result result) {
    using model::Result;
    return result == Result::success || result == Result::warning || result == Result::error || result == Result::canceled;
}

void require_end(const db::Connection& connection, const model::Job& job) {
    if (!job.ended) connection.fail(fmt::format("job {} cannot end without a time", job.id));
    if (!is_end(job.result)) connection.fail(fmt::format("job {} cannot end with result {}", job.id, word(job.result)));
}

}  // namespace

model::JobId Database::begin_job(const model::Job& job, const std::optional<TaskStep>& step) {
    auto& connection = state_->connection;
    db::Transaction transaction(connection);
    const auto id = db::insert_job(connection, job);
    db::replace_parts(connection, id, job);
    if (step) db::take_task(connection, *step, id, job.started);
    transaction.commit();
    return id;
}

void Database::end_job(const model::Job& job) {
    auto& connection = state_->connection;
    require_end(connection, job);
    db::Transaction transaction(connection);
    db::finish_job(connection, job);
    db::replace_parts(connection, job.id, job);
    db::count_job(connection, job);
    db::note_components(connection, job);
    db::note_scheduled_end(connection, job);
    transaction.commit();
}

std::vector<model::Job> Database::unfinished_jobs() {
    Statement query(state_->connection, fmt::format("SELECT {} FROM jobs WHERE ended IS NULL ORDER BY id", db::job_columns));
    std::vector<model::Job> jobs;
    while (query.step()) jobs.push_back(db::read_job(state_->connection, query));
    return jobs;
}

std::vector<HistoryEntry> Database::history(model::JobKind kind, unsigned limit) { return db::history(state_->connection, kind, limit); }

std::vector<model::Job> Database::expired_jobs(model::JobKind kind, unsigned keep, unsigned limit) {
    Statement query(state_->connection,
                    fmt::format("SELECT {} FROM jobs WHERE kind = ?1 AND history_number <= (SELECT max(history_number) FROM jobs WHERE kind = ?1) - ?2 "
                                "ORDER BY history_number LIMIT ?3",
                                db::job_columns));
    query.bind(kind, keep, limit);
    std::vector<model::Job> jobs;
    while (query.step()) jobs.push_back(db::read_job(state_->connection, query));
    return jobs;
}

bool Database::is_log_of_another(const std::string& log_file, model::JobId id) {
    Statement query(state_->connection, "SELECT 1 FROM job_components WHERE log_file = ? AND job <> ? LIMIT 1");
    return query.bind(log_file, id).step();
}

void Database::forget_job(model::JobId id) { Statement(state_->connection, "DELETE FROM jobs WHERE id = ? AND ended IS NOT NULL").bind(id).run(); }

}  // namespace drs::storage
