// SPDX-License-Identifier: Apache-2.0
// The control service as threads other than the io thread reach it.
#pragma once

#include <chrono>
#include <exception>
#include <functional>

#include "control/edits.hpp"
#include "runtime/awaitable.hpp"

namespace drs::control {

class Desk {
public:
    Desk(runtime::Executor executor, Editor& editor) : executor_(std::move(executor)), editor_(editor) {}

    using Work = std::function<void(Editor&)>;
    /// Runs `work` on the io thread and waits for its end; what it throws comes out here. False: it has not begun within `limit`, and never will.
    /// `work` must not wait for anything. Not from the io thread.
    bool call(Work work, std::chrono::milliseconds limit);
    /// Runs `work`, which must not throw, in any case, and waits for its end at most `limit`.
    void finish(Work work, std::chrono::milliseconds limit);

private:
    runtime::Executor executor_;
    Editor& editor_;
};

}  // namespace drs::control
