// SPDX-License-Identifier: Apache-2.0
// All coroutines a part has started: they are cancelled together and waited for; nothing is detached.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "runtime/awaitable.hpp"

namespace drs::runtime {

class TaskGroup {
public:
    /// `on_failure(name, what)` is told of a task that ended by an exception other than its cancellation.
    using OnFailure = std::function<void(const std::string& name, const std::string& what)>;
    TaskGroup(const Executor& executor, OnFailure on_failure);
    ~TaskGroup();
    TaskGroup(const TaskGroup&) = delete;
    TaskGroup& operator=(const TaskGroup&) = delete;

    void spawn(std::string name, Awaitable<void> task);
    /// Cancels every task (total, then terminal): waits that can be cancelled throw operation_aborted.
    void cancel();
    bool empty() const;
    /// Returns when all tasks have ended; false when some had not by then.
    Awaitable<bool> join(std::chrono::milliseconds grace);

private:
    struct State;
    std::shared_ptr<State> state_;
};

/// True for the exception that a cancelled wait throws.
bool is_cancellation(const std::exception& failure);

}  // namespace drs::runtime
