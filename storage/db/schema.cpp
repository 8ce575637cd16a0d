// SPDX-License-Identifier: Apache-2.0
#include "storage/db/schema.hpp"

#include <fmt/format.h>

#include <array>

namespace drs::storage::db {
namespace {

constexpr const char* first_schema = R"sql(
-- Times are milliseconds since 1970 UTC; enumerations are the numbers of the MIB; NULL means "not yet" or "never".

-- Facts of the installation; always one row.
CREATE TABLE installation (
  only_row    INTEGER PRIMARY KEY CHECK (only_row = 1),
  boot_epoch  INTEGER NOT NULL            -- starts of the Master so far
) STRICT;
INSERT INTO installation VALUES (1, 0);

-- Numbers of nodes, features and components in the MIB: given once, never to another name.
CREATE TABLE indexes (
  kind    TEXT NOT NULL,
  number  INTEGER NOT NULL CHECK (number > 0),
  name    TEXT NOT NULL,
  PRIMARY KEY (kind, name),
  UNIQUE (kind, number)
) STRICT;

-- Every backup and restore since the installation. A row without an end is of a job that runs, or that the Master died in.
CREATE TABLE jobs (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,   -- AUTOINCREMENT: never reused, even after a deletion
  kind            INTEGER NOT NULL,
  history_number  INTEGER CHECK (history_number > 0),  -- within its kind, given at the end
  begun_by        INTEGER NOT NULL,
  set_id          TEXT,
  device          TEXT NOT NULL,
  device_kind     INTEGER NOT NULL,
  location        TEXT NOT NULL,
  started         INTEGER NOT NULL,
  ended           INTEGER,
  result          INTEGER NOT NULL,
  reason          TEXT NOT NULL,
  product_version TEXT NOT NULL,
  UNIQUE (kind, history_number),
  CHECK ((ended IS NULL) = (history_number IS NULL)),
  CHECK ((ended IS NULL) = (result = 2))               -- 2 = ACTIVE
) STRICT;
CREATE INDEX unfinished_jobs ON jobs (id) WHERE ended IS NULL;

-- The features of a job, in the order of its lists.
CREATE TABLE job_features (
  job     INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  failed  INTEGER NOT NULL CHECK (failed IN (0, 1)),   -- 0: the list of selected ones, 1: of failed ones
  place   INTEGER NOT NULL,
  name    TEXT NOT NULL,
  PRIMARY KEY (job, failed, place)
) STRICT, WITHOUT ROWID;

-- The components of a job, in its order.
CREATE TABLE job_components (
  job             INTEGER NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
  place           INTEGER NOT NULL,
  node            TEXT NOT NULL,
  feature         TEXT NOT NULL,
  component       TEXT NOT NULL,
  result          INTEGER NOT NULL,
  bytes_before    INTEGER NOT NULL,
  bytes_stored    INTEGER NOT NULL,
  bytes_expected  INTEGER NOT NULL,
  finished        INTEGER,
  reason          TEXT NOT NULL,
  log_file        TEXT NOT NULL,
  PRIMARY KEY (job, place)
) STRICT, WITHOUT ROWID;

-- Totals over all jobs; always one row.
CREATE TABLE counters (
  only_row            INTEGER PRIMARY KEY CHECK (only_row = 1),
  backups_succeeded   INTEGER NOT NULL,
  backups_failed      INTEGER NOT NULL,
  restores_succeeded  INTEGER NOT NULL,
  restores_failed     INTEGER NOT NULL,
  bytes_stored        INTEGER NOT NULL,
  last_backup_result  INTEGER NOT NULL,
  last_good_backup    INTEGER
) STRICT;
INSERT INTO counters VALUES (1, 0, 0, 0, 0, 0, 1, NULL);

-- How a component fared when it was last backed up, and the sizes of its last success.
CREATE TABLE component_last (
  node          TEXT NOT NULL,
  feature       TEXT NOT NULL,
  component     TEXT NOT NULL,
  result        INTEGER NOT NULL,
  bytes_before  INTEGER NOT NULL,
  bytes_stored  INTEGER NOT NULL,
  time          INTEGER NOT NULL,
  PRIMARY KEY (node, feature, component)
) STRICT, WITHOUT ROWID;

-- Host keys of SFTP servers that are no defined device, as first seen.
CREATE TABLE pinned_hosts (
  server       TEXT PRIMARY KEY,
  fingerprint  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* schedules_and_registration = R"sql(
-- The product version and its first start: a system without any good backup is judged from there.
ALTER TABLE installation ADD COLUMN version TEXT;
ALTER TABLE installation ADD COLUMN since INTEGER;

-- The name of the schedule that began the job; empty: nobody's.
ALTER TABLE jobs ADD COLUMN schedule TEXT NOT NULL DEFAULT '';

CREATE INDEX component_logs ON job_components (log_file) WHERE log_file <> '';

-- The next run of each enabled schedule. Two rows of one schedule exist only while its definition is being changed: `plan` is the
-- definition a row was computed from, so that the file of schedules says which of them counts.
CREATE TABLE tasks (
  schedule  INTEGER NOT NULL,
  plan      TEXT NOT NULL,
  due       INTEGER NOT NULL,
  PRIMARY KEY (schedule, plan)
) STRICT, WITHOUT ROWID;

-- What became of a schedule's runs so far.
CREATE TABLE schedule_runs (
  schedule      INTEGER PRIMARY KEY,
  last_due      INTEGER NOT NULL,
  last_job      INTEGER,
  last_started  INTEGER,
  last_result   INTEGER NOT NULL,
  missed        INTEGER NOT NULL
) STRICT;

-- What each node has registered; known also before it has connected again.
CREATE TABLE registrations (
  node         TEXT NOT NULL,
  feature      TEXT NOT NULL,
  component    TEXT NOT NULL,
  kind         INTEGER NOT NULL,
  mandatory    INTEGER NOT NULL CHECK (mandatory IN (0, 1)),
  description  TEXT NOT NULL,
  PRIMARY KEY (node, feature, component)
) STRICT, WITHOUT ROWID;
)sql";

/// Step N turns a file of version N into one of version N + 1. Released steps are never changed.
constexpr std::array steps{first_schema, schedules_and_registration};
constexpr auto this_version = static_cast<std::int64_t>(steps.size());

std::int64_t pragma(Connection& connection, const char* query) {
    Statement statement(connection, query);
    return statement.step() ? statement.integer(0) : 0;
}

void refuse_foreign(Connection& connection) {
    const auto id = pragma(connection, "PRAGMA application_id");
    const auto objects = pragma(connection, "SELECT count(*) FROM sqlite_schema");
    if (id == application_id || (id == 0 && objects == 0)) return;
    connection.fail("it belongs to another program; move it away, or name another directory");
}

void refuse_later(Connection& connection, std::int64_t version) {
    if (version > this_version)
        connection.fail(fmt::format("a later release wrote it (schema {}, this one knows {}); install that release, or put back an older copy",
                                    version, this_version));
}

void refuse_damaged(Connection& connection) {
    Statement statement(connection, "PRAGMA quick_check(1)");
    const auto finding = statement.step() ? statement.text(0) : "no answer";
    if (finding != "ok")
        connection.fail(fmt::format("it is damaged ({}); move it away to begin with an empty history, or put back a good copy", finding));
}

}  // namespace

void prepare_schema(Connection& connection) {
    refuse_foreign(connection);
    refuse_later(connection, pragma(connection, "PRAGMA user_version"));
    refuse_damaged(connection);
    connection.execute("PRAGMA journal_mode = WAL");
    connection.execute("PRAGMA synchronous = FULL");
    connection.execute("PRAGMA foreign_keys = ON");

    Transaction transaction(connection);
    // Read again under the lock: another process may have brought it up meanwhile.
    const auto version = pragma(connection, "PRAGMA user_version");
    refuse_later(connection, version);
    if (version == this_version) return;
    for (auto step = version; step < this_version; ++step) connection.execute(steps[static_cast<std::size_t>(step)]);
    connection.execute(fmt::format("PRAGMA application_id = {}", application_id).c_str());
    connection.execute(fmt::format("PRAGMA user_version = {}", this_version).c_str());
    transaction.commit();
}

}  // namespace drs::storage::db
