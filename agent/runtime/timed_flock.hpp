// SPDX-License-Identifier: Apache-2.0
// flock(2) with an end to its wait, which the call itself does not have.
#pragma once

#include <chrono>
#include <optional>

namespace drs::runtime {

/// As flock(fd, operation) == 0; false with errno EWOULDBLOCK when `limit` has passed. Uses SIGALRM and ITIMER_REAL: for a program with one thread.
bool flock_within(int fd, int operation, std::optional<std::chrono::milliseconds> limit);

}  // namespace drs::runtime
