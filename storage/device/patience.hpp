// SPDX-License-Identifier: Apache-2.0
// How long a device's thread goes on waiting for a server that does not move.
#pragma once

#include <algorithm>
#include <chrono>

namespace drs::storage {

class Patience {
public:
    using Clock = std::chrono::steady_clock;
    explicit Patience(std::chrono::milliseconds limit) : limit_(limit) { moved(); }
    /// The other side did something: the time starts again.
    void moved() { until_ = Clock::now() + limit_; }
    bool over() const { return Clock::now() >= until_; }
    /// For poll(2); 0 when it is over.
    int milliseconds_left() const {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until_ - Clock::now()).count();
        return static_cast<int>(std::clamp<long long>(left, 0, 1 << 30));
    }
    std::chrono::milliseconds limit() const { return limit_; }

private:
    std::chrono::milliseconds limit_;
    Clock::time_point until_;
};

}  // namespace drs::storage
