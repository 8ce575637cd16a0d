// SPDX-License-Identifier: Apache-2.0
// The programs of the appliance's owner that run before and after a job (settings `hook.*`, docs/operations.md).
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "model/job.hpp"
#include "runtime/awaitable.hpp"
#include "runtime/settings.hpp"
#include "trace/trace.hpp"

namespace drs::master {

/// The hook before a job did not end well, so the job must not begin.
class HookFailed : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Those of one job. What they say goes to the trace and, whole, to platform/drf/log/<id>_b_hooks.log (`_r_` for a restore).
class Hooks {
public:
    Hooks(runtime::Executor executor, const runtime::Settings& settings, trace::Trace& trace);
    ~Hooks();

    /// Throws HookFailed with one sentence.
    runtime::Awaitable<void> before(const model::Job& job);
    /// `job` has its result and reason, which the hook is told. Returns what is wrong with the hook's own end; nothing when it ended well.
    /// Without a call of before() the job was begun by an earlier process: what its hook said then stays in the log.
    runtime::Awaitable<std::optional<std::string>> after(const model::Job& job);

    /// Kills the one that runs before the job, and lets none begin.
    void stop_before();
    /// Kills the one that runs.
    void stop();

private:
    struct Run;
    runtime::Awaitable<std::optional<std::string>> run(const std::string& name, const std::string& program, const model::Job& job, bool ended);
    void tell(const Run& run, const model::Job& job);
    void read_log(const model::Job& job);

    runtime::Executor executor_;
    const runtime::Settings& settings_;
    trace::Trace& trace_;
    std::shared_ptr<Run> running_;
    bool begun_ = false, stopped_before_ = false, before_is_over_ = false;
    std::string log_;  // of this job so far
};

/// Throws runtime::Error(bad_configuration) for a hook that cannot be run by this account.
void check_hooks(const runtime::Settings::Hook& hooks);
/// Removes what the hooks of this job have said, unless a later restore of the same set has written it anew.
void forget_hook_log(const runtime::Settings& settings, const model::Job& job);

}  // namespace drs::master
