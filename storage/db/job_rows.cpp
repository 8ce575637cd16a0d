// SPDX-License-Identifier: Apache-2.0
#include "storage/db/job_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drs::storage::db {
namespace {

std::vector<std::string> read_features(Connection& connection, model::JobId id, bool failed) {
    Statement query(connection, "SELECT name FROM job_features WHERE job = ? AND failed = ? ORDER BY place");
    query.bind(id, failed);
    std::vector<std::string> names;
    while (query.step()) names.push_back(query.text(0));
    return names;
}

std::vector<model::ComponentProgress> read_components(Connection& connection, model::JobId id) {
    Statement query(connection,
                    "SELECT node, feature, component, result, bytes_before, bytes_stored, bytes_expected, finished, reason, log_file "
                    "FROM job_components WHERE job = ? ORDER BY place");
    query.bind(id);
    std::vector<model::ComponentProgress> components;
    while (query.step()) {
        components.push_back({.node = query.text(0),
                              .key = {query.text(1), query.text(2)},
                              .result = query.as<model::Result>(3),
                              .bytes_before = query.as<std::uint64_t>(4),
                              .bytes_stored = query.as<std::uint64_t>(5),
                              .bytes_expected = query.as<std::uint64_t>(6),
                              .finished = query.time(7),
                              .reason = query.text(8),
                              .log_file = query.text(9)});
    }
    return components;
}

void insert_features(Connection& connection, model::JobId id, bool failed, const std::vector<std::string>& names) {
    Statement insert(connection, "INSERT INTO job_features (job, failed, place, name) VALUES (?, ?, ?, ?)");
    for (std::size_t place = 0; place < names.size(); ++place) insert.bind(id, failed, place, names[place]).run();
}

void insert_components(Connection& connection, model::JobId id, const std::vector<model::ComponentProgress>& components) {
    Statement insert(connection, "INSERT INTO job_components VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (std::size_t place = 0; place < components.size(); ++place) {
        const auto& c = components[place];
        insert
            .bind(id, place, c.node, c.key.feature, c.key.component, c.result, c.bytes_before, c.bytes_stored, c.bytes_expected, c.finished,
                  c.reason, c.log_file)
            .run();
    }
}

std::optional<std::string> text_of(const std::optional<model::SetId>& set) {
    return set ? std::optional(set->text()) : std::nullopt;
}

}  // namespace

model::Job read_job(Connection& connection, const Statement& query) {
    model::Job job;
    job.id = query.as<model::JobId>(0);
    job.kind = query.as<model::JobKind>(1);
    job.trigger = query.as<model::Trigger>(2);
    if (!query.is_null(3)) job.set = model::SetId::parse(query.text(3));
    job.device = query.text(4);
    job.device_kind = query.as<model::DeviceKind>(5);
    job.location = query.text(6);
    job.started = query.time(7).value();
    job.ended = query.time(8);
    job.result = query.as<model::Result>(9);
    job.reason = query.text(10);
    job.product_version = query.text(11);
    job.schedule = query.text(12);
    job.features = read_features(connection, job.id, false);
    job.failed_features = read_features(connection, job.id, true);
    job.components = read_components(connection, job.id);
    return job;
}

model::JobId insert_job(Connection& connection, const model::Job& job) {
    Statement(connection,
              "INSERT INTO jobs (kind, begun_by, set_id, device, device_kind, location, started, result, reason, product_version, schedule) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(job.kind, job.trigger, text_of(job.set), job.device, job.device_kind, job.location, job.started, model::Result::active,
              job.reason, job.product_version, job.schedule)
        .run();
    const auto id = connection.last_row();
    if (!std::in_range<model::JobId>(id)) connection.fail("all job numbers are used up; move it away to begin with an empty history");
    return static_cast<model::JobId>(id);
}

void finish_job(Connection& connection, const model::Job& job) {
    Statement(connection,
              "UPDATE jobs SET begun_by = ?3, set_id = ?4, device = ?5, device_kind = ?6, location = ?7, started = ?8, ended = ?9, "
              "result = ?10, reason = ?11, product_version = ?12, "
              "history_number = (SELECT coalesce(max(history_number), 0) + 1 FROM jobs WHERE kind = ?2) "
              "WHERE id = ?1 AND kind = ?2 AND ended IS NULL")
        .bind(job.id, job.kind, job.trigger, text_of(job.set), job.device, job.device_kind, job.location, job.started, job.ended, job.result,
              job.reason, job.product_version)
        .run();
    if (connection.changed_rows() != 1)
        connection.fail(fmt::format("{} job {} cannot end: it did not begin, or has ended already", word(job.kind), job.id));
}

void replace_parts(Connection& connection, model::JobId id, const model::Job& job) {
    Statement(connection, "DELETE FROM job_features WHERE job = ?").bind(id).run();
    Statement(connection, "DELETE FROM job_components WHERE job = ?").bind(id).run();
    insert_features(connection, id, false, job.features);
    insert_features(connection, id, true, job.failed_features);
    insert_components(connection, id, job.components);
}

std::vector<HistoryEntry> history(Connection& connection, model::JobKind kind, unsigned limit) {
    Statement query(connection, fmt::format("SELECT {} FROM jobs WHERE kind = ? AND history_number IS NOT NULL ORDER BY history_number DESC LIMIT ?", job_columns));
    query.bind(kind, limit);
    std::vector<HistoryEntry> entries;
    while (query.step()) entries.push_back({query.as<std::uint32_t>(history_number_column), read_job(connection, query)});
    std::reverse(entries.begin(), entries.end());
    return entries;
}

}  // namespace drs::storage::db
