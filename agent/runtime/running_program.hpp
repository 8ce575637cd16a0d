// SPDX-License-Identifier: Apache-2.0
// The program that one thread has started, so that another thread can stop it.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "runtime/child_program.hpp"

namespace drs::runtime {

class RunningProgram {
public:
    /// Lets `use` feed and finish `program`. Killed at once when stop() came first.
    void run(ChildProgram& program, const std::function<void()>& use);
    /// From any thread, before, during or after run().
    void stop();
    bool stopped() const { return stopped_; }

private:
    void know(ChildProgram* program);
    std::atomic<bool> stopped_{false};
    std::mutex mutex_;
    ChildProgram* program_ = nullptr;
};

}  // namespace drs::runtime
