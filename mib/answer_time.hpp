// SPDX-License-Identifier: Apache-2.0
// How long to wait for an answer before asking again: from the answers there were, as RFC 6298 does it for TCP.
#pragma once

#include <algorithm>
#include <chrono>

namespace drs::mib {

class AnswerTime {
public:
    using Time = std::chrono::microseconds;
    static constexpr Time longest = std::chrono::seconds(30);
    static constexpr Time before_any = std::chrono::seconds(1);

    explicit AnswerTime(Time least) : least_(least) {}

    /// An answer that came so long after what it answers was sent; each sending is told apart, so that none is ambiguous.
    void seen(Time took) {
        if (mean_ == Time::zero()) {
            mean_ = std::max(took, Time(1));
            spread_ = took / 2;
            return;
        }
        const auto off = took > mean_ ? took - mean_ : mean_ - took;
        spread_ += (off - spread_) / 4;
        mean_ += (took - mean_) / 8;
    }

    /// After the `times`-th sending of the same thing, from 1: half as long again each time, up to `longest`.
    Time wait(unsigned times) const {
        auto time = mean_ == Time::zero() ? std::max(before_any, least_) : std::max(mean_ + 4 * spread_, least_);
        for (unsigned more = 1; more < times && time < longest; ++more) time += time / 2;
        return std::min(time, longest);
    }

private:
    const Time least_;
    Time mean_{};
    Time spread_{};
};

}  // namespace drs::mib
