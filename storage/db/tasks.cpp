// SPDX-License-Identifier: Apache-2.0
#include "storage/db/database.hpp"
#include "storage/db/state.hpp"
#include "storage/db/task_rows.hpp"

namespace drs::storage {

using db::Connection;
using db::Statement;
using db::Transaction;

namespace {

void put_task(Connection& connection, const ScheduledTask& task) {
    Statement(connection, "INSERT INTO tasks VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET due = excluded.due")
        .bind(task.schedule, task.plan, task.due)
        .run();
}

/// Whoever takes a run must have seen the task as it is: a run is taken once.
void move_on(Connection& connection, const TaskStep& step) {
    Statement(connection, "DELETE FROM tasks WHERE schedule = ? AND plan = ? AND due = ?").bind(step.task.schedule, step.task.plan, step.task.due).run();
    if (connection.changed_rows() != 1) connection.fail("a scheduled run was taken that is not due any more; the Master goes on with the next one");
    if (step.next) put_task(connection, {step.task.schedule, step.task.plan, *step.next});
    Statement(connection,
              "INSERT INTO schedule_runs VALUES (?1, ?2, NULL, NULL, 1, ?3) ON CONFLICT DO UPDATE SET last_due = ?2, missed = missed + ?3")
        .bind(step.task.schedule, step.task.due, step.missed)
        .run();
}

}  // namespace

namespace db {

void take_task(Connection& connection, const TaskStep& step, model::JobId id, model::TimePoint started) {
    move_on(connection, step);
    Statement(connection, "UPDATE schedule_runs SET last_job = ?2, last_started = ?3, last_result = ?4 WHERE schedule = ?1")
        .bind(step.task.schedule, id, started, model::Result::active)
        .run();
}

void note_scheduled_end(Connection& connection, const model::Job& job) {
    Statement(connection, "UPDATE schedule_runs SET last_result = ?2 WHERE last_job = ?1").bind(job.id, job.result).run();
}

}  // namespace db

std::vector<ScheduledTask> Database::tasks() {
    Statement query(state_->connection, "SELECT schedule, plan, due FROM tasks ORDER BY schedule, due");
    std::vector<ScheduledTask> tasks;
    while (query.step()) tasks.push_back({query.as<std::uint32_t>(0), query.text(1), query.time(2).value()});
    return tasks;
}

void Database::plan_task(const ScheduledTask& task) { put_task(state_->connection, task); }

void Database::keep_task(std::uint32_t schedule, const std::optional<std::string>& plan) {
    Statement(state_->connection, "DELETE FROM tasks WHERE schedule = ?1 AND (?2 IS NULL OR plan <> ?2)").bind(schedule, plan).run();
}

void Database::pass_over(const TaskStep& step) {
    Transaction transaction(state_->connection);
    move_on(state_->connection, step);
    transaction.commit();
}

ScheduleRecord Database::schedule_record(std::uint32_t schedule) {
    Statement query(state_->connection, "SELECT last_due, last_started, last_result, missed FROM schedule_runs WHERE schedule = ?");
    if (!query.bind(schedule).step()) return {};
    return {query.time(0), query.time(1), query.as<model::Result>(2), query.as<std::uint32_t>(3)};
}

void Database::forget_schedule(std::uint32_t schedule) {
    Transaction transaction(state_->connection);
    Statement(state_->connection, "DELETE FROM tasks WHERE schedule = ?").bind(schedule).run();
    Statement(state_->connection, "DELETE FROM schedule_runs WHERE schedule = ?").bind(schedule).run();
    transaction.commit();
}

}  // namespace drs::storage
