// SPDX-License-Identifier: Apache-2.0
// The time, injected: tests tick their own.
#pragma once

#include <chrono>

#include "model/set_id.hpp"

namespace drs::runtime {

class Clock {
public:
    virtual ~Clock() = default;
    virtual model::TimePoint now() const = 0;
};

class SystemClock final : public Clock {
public:
    model::TimePoint now() const override {
        return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

}  // namespace drs::runtime
