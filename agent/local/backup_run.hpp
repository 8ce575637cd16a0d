// SPDX-License-Identifier: Apache-2.0
// One component's backup on this node: source, zstd, age, digest, pipe; blocking, for a worker thread.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>

#include "local/component_log.hpp"
#include "local/reported_program.hpp"
#include "model/component.hpp"
#include "runtime/block_pipe.hpp"
#include "runtime/platform_lock.hpp"
#include "wire/message.hpp"

namespace drs::local {

/// Where and as whom a run works.
struct RunPlace {
    std::string node;
    std::filesystem::path log_directory;
    std::string log_prefix;  // how the log's path is told to the Master: platform/drf/log
    std::filesystem::path platform_lock;
};

/// Held while a component runs, so that no administration command does. Throws runtime::Error naming the command that runs already.
runtime::PlatformLock hold_platform(const RunPlace& place, model::JobId job, model::JobKind kind);

/// The environment a component's program gets.
std::vector<std::string> program_environment(const std::string& node, model::JobId job, const std::string& set, const model::ComponentKey& key);

class BackupRun {
public:
    BackupRun(model::ComponentDefinition definition, wire::BackupComponent order, RunPlace place, runtime::BlockPipe& pipe)
        : definition_(std::move(definition)), order_(std::move(order)), place_(std::move(place)), pipe_(pipe) {}

    /// The worker's part. Closes the pipe after the last byte, or fails it; never throws. Writes the component log.
    wire::Finished run();
    /// From any thread: ends it soon as canceled.
    void stop();

    std::uint64_t bytes_before() const { return bytes_before_.load(std::memory_order_relaxed); }
    std::uint64_t bytes_expected() const { return bytes_expected_.load(std::memory_order_relaxed); }

private:
    void estimate(ComponentRunReport& report);
    void stream(ComponentRunReport& report, wire::Finished& finished);
    void run_program(ComponentRunReport& report, const runtime::ChildProgram::OnOutput& on_output);

    model::ComponentDefinition definition_;
    wire::BackupComponent order_;
    RunPlace place_;
    runtime::BlockPipe& pipe_;
    std::atomic<std::uint64_t> bytes_before_{0}, bytes_expected_{0};
    runtime::RunningProgram running_;
};

}  // namespace drs::local
