// SPDX-License-Identifier: Apache-2.0
#include "local/streams.hpp"

#include <fmt/format.h>

#include "local/restore_run.hpp"
#include "runtime/worker.hpp"
#include "wire/flow.hpp"

namespace drs::local {

using runtime::Awaitable;

namespace {

constexpr std::size_t blocks_between_threads = 8;  // of at most 256 KiB
constexpr auto progress_every = std::chrono::milliseconds(500);

/// What a task's failure is traced with: found by the job's number, as all lines of the job are.
std::string task_name(std::string_view doing, model::JobId job, const model::ComponentKey& key) {
    return fmt::format("job {}: {} {}", job, doing, key.text());
}

}  // namespace

struct Streams::BackupTask final : ActiveStream {
    BackupTask(const runtime::Executor& executor, model::ComponentDefinition definition, const wire::BackupComponent& o, const RunPlace& place)
        : order(o), gate(executor), sent(executor), pipe(executor, blocks_between_threads),
          run(std::move(definition), o, place, pipe), worker(executor, "drs-backup") {}
    void on_credit(std::uint64_t bytes) override { gate.add(bytes); }
    void stop(const std::string& reason) override {
        gate.fail(reason);
        run.stop();
    }
    wire::BackupComponent order;
    wire::CreditGate gate;
    runtime::Event sent;
    bool all_sent = false;
    runtime::BlockPipe pipe;
    BackupRun run;
    runtime::Worker worker;  // last: joined before what it uses goes
};

struct Streams::RestoreTask final : ActiveStream {
    RestoreTask(const runtime::Executor& executor, model::ComponentDefinition definition, const wire::RestoreComponent& o, const RunPlace& place)
        : order(o), inbox(executor), decided(executor), pipe(executor, blocks_between_threads),
          run(std::move(definition), o, place, pipe), worker(executor, "drs-restore") {}
    void on_data(std::vector<std::byte> bytes) override { inbox.put(std::move(bytes)); }
    void on_end() override { inbox.end(); }
    void on_commit() override {
        committed = true;
        decided.notify_all();
    }
    void stop(const std::string& reason) override {
        stopped = true;
        inbox.fail(reason);
        run.stop();
        decided.notify_all();
    }
    wire::RestoreComponent order;
    wire::Inbox inbox;
    runtime::Event decided;
    bool committed = false, stopped = false;
    runtime::BlockPipe pipe;
    RestoreRun run;
    runtime::Worker worker;
};

void Streams::start(model::ComponentDefinition definition, wire::BackupComponent order) {
    auto task = std::make_shared<BackupTask>(executor_, std::move(definition), order, place_);
    active_.emplace(order.stream, task);
    trace_.of_job(order.job).info("Streams.start", "backup of {} begins {{STATE_BACKUP}}", order.key.text());
    tasks_.spawn(task_name("backup of", order.job, order.key), run_backup(task));
    tasks_.spawn(task_name("sending", order.job, order.key), send_blocks(task));
}

void Streams::start(model::ComponentDefinition definition, wire::RestoreComponent order) {
    auto task = std::make_shared<RestoreTask>(executor_, std::move(definition), order, place_);
    active_.emplace(order.stream, task);
    trace_.of_job(order.job).info("Streams.start", "restore of {} begins {{STATE_RESTORE}}", order.key.text());
    tasks_.spawn(task_name("restore of", order.job, order.key), run_restore(task));
    tasks_.spawn(task_name("feeding", order.job, order.key), feed_blocks(task));
}

ActiveStream* Streams::find(wire::StreamId stream) {
    const auto place = active_.find(stream);
    return place == active_.end() ? nullptr : place->second.get();
}

void Streams::stop_all(const std::string& reason) {
    for (auto& [id, stream] : active_) stream->stop(reason);
}

Awaitable<void> Streams::run_backup(std::shared_ptr<BackupTask> task) {
    auto work = [&task] { return task->run.run(); };
    wire::Finished finished = co_await task->worker.run(work);
    while (!task->all_sent) co_await task->sent.wait();
    trace_.of_job(task->order.job).info("Streams.run_backup", "backup of {} ends {}{}{}", task->order.key.text(), model::word(finished.result),
                finished.reason.empty() ? "" : ": ", finished.reason);
    active_.erase(task->order.stream);
    co_await connection_.send(std::move(finished));
}

Awaitable<void> Streams::send_blocks(std::shared_ptr<BackupTask> task) {
    const auto stream = task->order.stream;
    auto told = std::chrono::steady_clock::time_point();
    try {
        for (;;) {
            const auto block = co_await task->pipe.pop();
            if (!block) break;
            co_await task->gate.take(block->size());
            co_await connection_.send_data(stream, *block);
            if (std::chrono::steady_clock::now() - told < progress_every) continue;
            told = std::chrono::steady_clock::now();
            wire::Progress progress{stream, task->run.bytes_before(), task->run.bytes_expected()};
            co_await connection_.send(progress);
        }
        wire::End end{stream};
        co_await connection_.send(end);
    } catch (const std::exception& e) {
        // The run's own failure comes with its last word; another one (a broken connection, no more credit) ends the run.
        trace_.of_job(task->order.job).debug("Streams.send_blocks", "{}", e.what());
        task->run.stop();
    }
    task->all_sent = true;
    task->sent.notify_all();
}

Awaitable<void> Streams::run_restore(std::shared_ptr<RestoreTask> task) {
    wire::Credit credit{task->order.stream, wire::credit_window};
    co_await connection_.send(credit);
    auto unpack = [&task] { return task->run.unpack(); };
    const bool unpacked = co_await task->worker.run(unpack);
    if (unpacked && task->run.is_files()) {
        wire::Ready ready{task->order.stream};
        co_await connection_.send(ready);
        while (!task->committed && !task->stopped) co_await task->decided.wait();
        auto commit = [&task] { task->run.commit(); };
        if (task->committed) co_await task->worker.run(commit);
    }
    auto last = [&task] { return task->run.finish(); };
    wire::Finished finished = co_await task->worker.run(last);
    task->inbox.fail("the restore has ended");
    trace_.of_job(task->order.job).info("Streams.run_restore", "restore of {} ends {}{}{}", task->order.key.text(),
                model::word(finished.result), finished.reason.empty() ? "" : ": ", finished.reason);
    active_.erase(task->order.stream);
    co_await connection_.send(std::move(finished));
}

Awaitable<void> Streams::feed_blocks(std::shared_ptr<RestoreTask> task) {
    try {
        for (;;) {
            auto piece = co_await task->inbox.next();
            if (!piece) break;
            co_await task->pipe.push(std::move(*piece));
            if (const auto due = task->inbox.credit_due(); due > 0) {
                wire::Credit credit{task->order.stream, due};
                co_await connection_.send(credit);
            }
        }
        task->pipe.close();
    } catch (const std::exception& e) {
        task->pipe.fail(e.what());
    }
}

}  // namespace drs::local
