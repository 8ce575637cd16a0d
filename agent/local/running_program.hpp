// SPDX-License-Identifier: Apache-2.0
// The program a run has started, so that another thread can stop it.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>

#include "local/component_log.hpp"
#include "local/program.hpp"

namespace drs::local {

class RunningProgram {
public:
    /// Lets `use` feed and finish `program`; its exit code and complaints go to `report`, however `use` ends. Killed at once when stop() came first.
    void run(Program& program, ComponentRunReport& report, const std::function<void()>& use);
    /// From any thread, before, during or after run().
    void stop();
    bool stopped() const { return stopped_; }

private:
    void know(Program* program);
    std::atomic<bool> stopped_{false};
    std::mutex mutex_;
    Program* program_ = nullptr;
};

}  // namespace drs::local
