// SPDX-License-Identifier: Apache-2.0
// What the Master does for the platform's sake: while an operation runs no administration command does, and the machine is not shut down.
#pragma once

#include <optional>
#include <string>

#include "model/job.hpp"
#include "runtime/awaitable.hpp"
#include "runtime/clock.hpp"
#include "runtime/platform_lock.hpp"
#include "runtime/settings.hpp"
#include "runtime/shutdown_inhibitor.hpp"
#include "trace/trace.hpp"

namespace drs::master {

class Platform {
public:
    Platform(runtime::Executor executor, const runtime::Settings& settings, const runtime::Clock& clock, trace::Trace& trace)
        : executor_(std::move(executor)), settings_(settings), clock_(clock), trace_(trace) {}

    /// Takes the lock for an operation that is about to begin; then nothing is returned. Otherwise who has it, as the end of a sentence.
    /// Throws runtime::Error(file) when the lock cannot be used.
    std::optional<std::string> take();
    /// From now on the lock speaks of this job, and the machine is not shut down, where a logind runs. Takes 3 s at most; never throws.
    runtime::Awaitable<void> hold_for(const model::Job& job);
    void let_go();

    /// The administration command that has the lock now, as the end of a sentence; nothing when none has, or when that cannot be found out.
    std::optional<std::string> administration() const;

private:
    std::string holder() const;

    runtime::Executor executor_;
    const runtime::Settings& settings_;
    const runtime::Clock& clock_;
    trace::Trace& trace_;
    std::optional<runtime::PlatformLock> lock_;
    std::optional<runtime::ShutdownInhibitor> inhibitor_;
};

}  // namespace drs::master
