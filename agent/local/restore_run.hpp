// SPDX-License-Identifier: Apache-2.0
// One component's restore on this node: pipe, age, zstd, then files beside their targets or the restore program; blocking, for a worker
// thread.
#pragma once

#include <memory>

#include "local/backup_run.hpp"
#include "storage/archive/tar.hpp"

namespace drs::local {

class RestoreRun {
public:
    RestoreRun(model::ComponentDefinition definition, wire::RestoreComponent order, RunPlace place, runtime::BlockPipe& pipe);
    ~RestoreRun();

    /// Takes the whole stream. Files: nothing under their paths has changed yet afterwards. A program: it has run. False: it failed.
    bool unpack();
    /// Files only, after unpack: swaps them in.
    void commit();
    /// The last word, and the component log. Never throws.
    wire::Finished finish();
    /// From any thread: ends it soon as canceled.
    void stop();

    bool is_files() const { return definition_.component.kind == model::ComponentKind::files; }

private:
    void check_kind() const;
    void unpack_files();
    void run_program();
    void fail(const std::string& reason);

    model::ComponentDefinition definition_;
    wire::RestoreComponent order_;
    RunPlace place_;
    runtime::BlockPipe& pipe_;
    ComponentRunReport report_;
    std::unique_ptr<storage::TarExtractor> extractor_;
    std::optional<runtime::PlatformLock> held_;
    runtime::RunningProgram running_;
    std::uint64_t bytes_stored_ = 0, bytes_before_ = 0;
};

}  // namespace drs::local
