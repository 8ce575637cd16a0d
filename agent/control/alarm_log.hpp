// SPDX-License-Identifier: Apache-2.0
// The alarm log as snapshots show it: they share its rows, so a new snapshot copies none of them.
#pragma once

#include <algorithm>
#include <array>
#include <memory>

#include "control/alarm_rows.hpp"

namespace drs::control {

/// The log as it was at one instant: cheap to copy, safe to keep and to read on any thread.
class AlarmLogView {
public:
    std::size_t size() const { return size_; }
    /// From 0, the oldest; sequences ascend.
    const AlarmLogRow& operator[](std::size_t row) const { return (*blocks_[(first_ + row) / block_rows])[(first_ + row) % block_rows]; }
    /// Sequences there have been so far that it does not have, or has no more.
    std::uint64_t flushed() const { return last_ - size_; }

private:
    friend class AlarmLog;
    static constexpr std::size_t block_rows = 256;
    using Block = std::array<AlarmLogRow, block_rows>;

    std::vector<std::shared_ptr<Block>> blocks_{};  // all of them full but the last
    std::size_t first_ = 0;                         // of the first block's rows
    std::size_t size_ = 0;
    std::uint64_t last_ = 0;
};

/// Whoever keeps it, on one thread. What it writes lies behind the end of every view that was taken before.
class AlarmLog {
public:
    /// At most so many rows; then the oldest goes with each new one.
    explicit AlarmLog(std::size_t most) : most_(most) {}

    void append(AlarmLogRow row);
    /// Sequences up to this one have been asked for; those without a row are flushed.
    void reached(std::uint64_t sequence) { view_.last_ = std::max(view_.last_, sequence); }
    const AlarmLogView& view() const { return view_; }

private:
    const std::size_t most_;
    AlarmLogView view_{};
};

}  // namespace drs::control
