// SPDX-License-Identifier: Apache-2.0
// Every wait has an end: when the time is up, `on_expiry` makes the wait fail.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "runtime/awaitable.hpp"

namespace drs::runtime {

/// While it lives: after `limit` (or the last `extend`) on the io thread, calls `on_expiry` once, which should close
/// what is waited for. The waiter then asks `expired()` to tell a time-out from another failure.
class Deadline {
public:
    Deadline(const Executor& executor, std::chrono::milliseconds limit, std::function<void()> on_expiry);
    ~Deadline();
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    bool expired() const;
    /// Starts the time again from now.
    void extend();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace drs::runtime
