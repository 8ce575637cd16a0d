// SPDX-License-Identifier: Apache-2.0
// The Master's memory over restarts: SQLite in WAL mode, one connection, used from one thread. All of SQLite is here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <stdexcept>
#include <vector>

#include "model/job.hpp"

namespace drs::storage {

class DatabaseError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// One last result of a component, over all backups.
struct ComponentLast {
    model::Result result = model::Result::none;
    std::uint64_t bytes_before = 0;   // of the last SUCCESS: the estimate of the next
    std::uint64_t bytes_stored = 0;
    std::optional<model::TimePoint> time;
};

struct Counters {
    std::uint32_t backups_succeeded = 0, backups_failed = 0, restores_succeeded = 0, restores_failed = 0;
    std::uint64_t bytes_stored = 0;
    model::Result last_backup_result = model::Result::none;
    std::optional<model::TimePoint> last_good_backup;
};

struct HistoryEntry {
    std::uint32_t index = 0;          // running number within its kind, from 1
    model::Job job;
};

/// The next run of an enabled schedule.
struct ScheduledTask {
    std::uint32_t schedule = 0;       // its index
    std::string plan;                 // the definition that `due` was computed from
    model::TimePoint due{};
};

/// How a run leaves the tasks: taken by a job, or missed.
struct TaskStep {
    ScheduledTask task;
    std::optional<model::TimePoint> next;  // nothing: the schedule has no further run
    unsigned missed = 0;                   // runs that were passed over
};

struct ScheduleRecord {
    std::optional<model::TimePoint> last_due, last_started;
    model::Result last_result = model::Result::none;
    std::uint32_t missed = 0;
};

/// Every call is one transaction, durable when it returns (synchronous=FULL). Throws DatabaseError with file and reason.
class Database {
public:
    /// Makes or upgrades the schema. A file that is not ours, or of a later release, is refused.
    explicit Database(const std::filesystem::path& file);
    ~Database();

    /// Adds one to the boot epoch and returns it.
    std::uint32_t next_boot_epoch();

    /// The number of `name` within `kind` ("node", "feature", "component", "set"), made on first sight, the same ever after.
    std::uint32_t index_of(const std::string& kind, const std::string& name);
    /// Of several, new ones in ascending order, in one transaction.
    std::vector<std::uint32_t> indexes_of(const std::string& kind, const std::vector<std::string>& names);

    /// When this product version was first started: `now` when this is it.
    model::TimePoint installed_since(const std::string& version, model::TimePoint now);

    /// Makes the row of a job that begins and gives it its id. `job.id` is ignored. With `step` the task is taken in the same
    /// transaction: a crash leaves either the task, or the job.
    model::JobId begin_job(const model::Job& job, const std::optional<TaskStep>& step = {});
    /// Writes the end of it: result, components, counters, history entry. Only of a job that began and has not ended.
    void end_job(const model::Job& job);
    /// Jobs that began and never ended: the Master died in them. Oldest first.
    std::vector<model::Job> unfinished_jobs();

    /// The last `limit` ended jobs of a kind, oldest first.
    std::vector<HistoryEntry> history(model::JobKind kind, unsigned limit);
    /// Ended jobs of a kind beyond the newest `keep`, oldest first, at most `limit`.
    std::vector<model::Job> expired_jobs(model::JobKind kind, unsigned keep, unsigned limit);
    void forget_job(model::JobId id);
    /// True: a component of another job than `id` has this log as well.
    bool is_log_of_another(const std::string& log_file, model::JobId id);
    Counters counters();
    ComponentLast component_last(const std::string& node, const model::ComponentKey& key);

    /// What a node registered last; replaced as a whole. Ordered by feature and component.
    std::vector<model::Component> registration(const std::string& node);
    void replace_registration(const std::string& node, const std::vector<model::Component>& components);

    std::vector<ScheduledTask> tasks();
    /// Adds the task, or moves the one of the same schedule and plan.
    void plan_task(const ScheduledTask& task);
    /// Removes all tasks of a schedule but the one of `plan`; nothing: all.
    void keep_task(std::uint32_t schedule, const std::optional<std::string>& plan);
    /// A run that does not take place: counted as missed, and the task moves on.
    void pass_over(const TaskStep& step);
    ScheduleRecord schedule_record(std::uint32_t schedule);
    void forget_schedule(std::uint32_t schedule);

    /// Host keys of ad-hoc servers, pinned at first use: `server:port` -> fingerprint.
    std::optional<std::string> pinned_host_key(const std::string& server);
    void pin_host_key(const std::string& server, const std::string& fingerprint);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::storage
