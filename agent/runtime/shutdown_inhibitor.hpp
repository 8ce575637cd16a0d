// SPDX-License-Identifier: Apache-2.0
// Keeps systemd-logind from shutting the machine down while it lives.
#pragma once

#include <chrono>
#include <string>
#include <utility>

namespace drs::runtime {

/// A lock of kind `shutdown`, mode `block` (org.freedesktop.login1.Manager.Inhibit); logind frees it when our process dies.
class ShutdownInhibitor {
public:
    /// `why` is shown to whoever asks for a shutdown. Blocks at most about `limit`. Throws Error: network when there is no system bus or no logind on
    /// it, trust when logind refuses, timed_out.
    ShutdownInhibitor(const std::string& why, std::chrono::milliseconds limit);
    ShutdownInhibitor(ShutdownInhibitor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    ShutdownInhibitor& operator=(ShutdownInhibitor&&) = delete;
    ~ShutdownInhibitor();

private:
    int fd_;
};

}  // namespace drs::runtime
