// SPDX-License-Identifier: Apache-2.0
// run/drs/platform.lock: operations share it, an administration command has it alone, so that neither begins in the middle of the other.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "model/set_id.hpp"

namespace drs::runtime {

/// Held by flock(2) while it lives, and freed by the kernel when its holder dies. The file says in one line who took it last and since when: that is
/// shown to people and never believed, so what a dead process has left there means nothing.
class PlatformLock {
public:
    /// `shared`: a backup or restore; any number at once, and at once or not. `exclusive`: an administration command.
    enum class Mode { shared, exclusive };

    /// Nothing when somebody has it the other way. Throws Error(file) when the file cannot be used.
    static std::optional<PlatformLock> take(const std::filesystem::path& file, Mode mode);
    /// Exclusive; waits at most `patience`, without one for ever. Blocks; for a program with one thread, whose SIGALRM it uses.
    static std::optional<PlatformLock> wait(const std::filesystem::path& file, std::optional<std::chrono::milliseconds> patience);

    PlatformLock(PlatformLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    PlatformLock& operator=(PlatformLock&& other) noexcept;
    ~PlatformLock();

    /// Writes down who has it: `job 12, a backup`. A line about the same holder stays, so that two agents on one node tell of one job.
    void tell(const std::string& who, model::TimePoint since);
    /// A process that starts from now on inherits it: it then outlives a killed holder.
    void hand_on();
    /// Free at once, also when somebody who inherited it still lives.
    void release() noexcept;

private:
    explicit PlatformLock(int fd) : fd_(fd) {}
    int fd_;
};

/// What the file says of its last holder: `job 12, a backup, since 2026-11-23 02:00:00`; printable, one line, never empty.
std::string platform_holder(const std::filesystem::path& file);

/// Whether an administration command has it now; throws Error(file).
bool administration_runs(const std::filesystem::path& file);

}  // namespace drs::runtime
