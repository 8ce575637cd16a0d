// SPDX-License-Identifier: Apache-2.0
// A coroutine waits here until somebody on the same io thread says something changed.
#pragma once

#include <chrono>
#include <memory>

#include "runtime/awaitable.hpp"

namespace drs::runtime {

/// No memory: a `notify` without a waiter is lost, so test the condition first and wait in a loop.
/// One io thread only. A cancelled wait throws boost::system::system_error(operation_aborted).
class Event {
public:
    explicit Event(const Executor& executor);
    ~Event();
    void notify_all();
    Awaitable<void> wait();
    /// Returns false when `limit` passed without a notify.
    Awaitable<bool> wait_for(std::chrono::milliseconds limit);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace drs::runtime
