// SPDX-License-Identifier: Apache-2.0
// The components running on one connection: each by its stream's number, each two coroutines and one worker thread.
#pragma once

#include <map>
#include <memory>

#include "local/backup_run.hpp"
#include "local/registration.hpp"
#include "runtime/task_group.hpp"
#include "trace/trace.hpp"
#include "wire/connection.hpp"

namespace drs::local {

/// The io thread's side of one running component.
class ActiveStream {
public:
    virtual ~ActiveStream() = default;
    virtual void on_credit(std::uint64_t) {}
    virtual void on_data(std::vector<std::byte>) {}
    virtual void on_end() {}
    virtual void on_commit() {}
    /// Ends it soon; its last word is then CANCELED.
    virtual void stop(const std::string& reason) = 0;
};

class Streams {
public:
    Streams(const runtime::Executor& executor, wire::Connection& connection, runtime::TaskGroup& tasks, RunPlace place, trace::Trace& trace)
        : executor_(executor), connection_(connection), tasks_(tasks), place_(std::move(place)), trace_(trace) {}

    void start(model::ComponentDefinition definition, wire::BackupComponent order);
    void start(model::ComponentDefinition definition, wire::RestoreComponent order);
    /// Nothing when it has ended already: its messages crossed ours.
    ActiveStream* find(wire::StreamId stream);
    bool idle() const { return active_.empty(); }
    void stop_all(const std::string& reason);

private:
    struct BackupTask;
    struct RestoreTask;
    runtime::Awaitable<void> run_backup(std::shared_ptr<BackupTask> task);
    runtime::Awaitable<void> send_blocks(std::shared_ptr<BackupTask> task);
    runtime::Awaitable<void> run_restore(std::shared_ptr<RestoreTask> task);
    runtime::Awaitable<void> feed_blocks(std::shared_ptr<RestoreTask> task);

    runtime::Executor executor_;
    wire::Connection& connection_;
    runtime::TaskGroup& tasks_;
    RunPlace place_;
    trace::Trace& trace_;
    std::map<wire::StreamId, std::shared_ptr<ActiveStream>> active_;
};

}  // namespace drs::local
