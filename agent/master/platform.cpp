// SPDX-License-Identifier: Apache-2.0
#include "master/platform.hpp"

#include <fmt/format.h>

#include "runtime/error.hpp"
#include "runtime/worker.hpp"

namespace drs::master {

using runtime::Awaitable;
using runtime::PlatformLock;

namespace {

constexpr auto logind_limit = std::chrono::seconds(3);

}  // namespace

std::string Platform::holder() const { return "the platform is locked by " + runtime::platform_holder(settings_.paths.platform_lock()); }

std::optional<std::string> Platform::take() {
    if (lock_) return std::nullopt;
    lock_ = PlatformLock::take(settings_.paths.platform_lock(), PlatformLock::Mode::shared);
    if (!lock_) return holder();
    lock_->tell("a backup or restore that is about to begin", clock_.now());
    return std::nullopt;
}

Awaitable<void> Platform::hold_for(const model::Job& job) {
    const auto who = model::title(job.id, job.kind);
    if (lock_) lock_->tell(who, job.started);
    try {
        runtime::Worker worker(executor_, "drs-logind");
        auto inhibit = [this, &who] { inhibitor_.emplace(who, logind_limit); };
        co_await worker.run(inhibit);
        trace_.of_job(job.id).debug("Platform.hold_for", "the machine is not shut down while it runs");
    } catch (const runtime::Error& e) {
        if (e.fault() == runtime::Fault::network) trace_.of_job(job.id).debug("Platform.hold_for", "{}", e.what());
        else trace_.of_job(job.id).warn("Platform.hold_for", "{}", e.what());
    } catch (const std::system_error& e) {
        trace_.of_job(job.id).warn("Platform.hold_for", "shutdown cannot be inhibited, because no thread can be started: {}", e.what());
    }
}

void Platform::let_go() {
    inhibitor_.reset();
    lock_.reset();
}

std::optional<std::string> Platform::administration() const {
    if (lock_) return std::nullopt;
    try {
        if (runtime::administration_runs(settings_.paths.platform_lock())) return holder();
    } catch (const runtime::Error& e) {
        trace_.debug("Platform.administration", "{}", e.what());  // an operation that wants to begin will say it aloud
    }
    return std::nullopt;
}

}  // namespace drs::master
