// SPDX-License-Identifier: Apache-2.0
// The signals a daemon listens to, as something to await.
#pragma once

#include <memory>

#include "runtime/awaitable.hpp"

namespace drs::runtime {

enum class Signal { stop, reload };

/// From construction on SIGTERM and SIGINT mean stop, SIGHUP reload; SIGPIPE is ignored.
class Signals {
public:
    explicit Signals(const Executor& executor);
    ~Signals();
    Awaitable<Signal> next();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::runtime
