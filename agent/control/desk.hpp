// SPDX-License-Identifier: Apache-2.0
// The control service for threads other than the io thread.
#pragma once

#include <chrono>
#include <exception>
#include <functional>

#include "control/service.hpp"

namespace drs::control {

class Desk {
public:
    Desk(runtime::Executor executor, Service& service) : executor_(std::move(executor)), service_(service) {}

    using Work = std::function<void(Service&)>;
    /// Runs `work` on the io thread and waits for its end; what it throws comes out here. False: it has not begun within `limit`, and never will.
    /// `work` must not wait for anything. Not from the io thread.
    bool call(Work work, std::chrono::milliseconds limit);
    /// Runs `work`, which must not throw, in any case, and waits for its end at most `limit`.
    void finish(Work work, std::chrono::milliseconds limit);

private:
    runtime::Executor executor_;
    Service& service_;
};

}  // namespace drs::control
