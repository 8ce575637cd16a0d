// SPDX-License-Identifier: Apache-2.0
// Lines on their way from any thread to the writer: a ring of bytes that no thread ever waits for.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "trace/level.hpp"

namespace drs::trace {

/// What one call says, before it is a line of the file.
struct Line {
    Level level = Level::info;
    std::int64_t milliseconds = 0;  // since 1970
    std::uint64_t job = 0;          // 0: of no job
    std::string_view thread, where, text;
};

enum class Pushed {
    yes,
    half_full,  // yes, and this line is the one that made the queue half full
    no,         // no room; counted
};

/// Bounded in bytes, and so in lines: one takes its text and 48 bytes at least. Any thread pushes: it reserves room by one
/// compare-and-swap and copies; no lock, no memory taken, no system call. Lines of one thread keep their order. One thread takes
/// out. A producer that stands still between the two stops the lines behind its own from coming out, never another producer.
class LineQueue {
public:
    /// Only ERROR lines may use the last `error_bytes` of `bytes`. All memory is touched here, so that no push does it first.
    LineQueue(std::size_t bytes, std::size_t error_bytes);

    /// A text longer than `longest_text()` is cut, and says at its end how much is missing.
    Pushed push(Line line) noexcept;
    std::size_t longest_text() const { return capacity_ / 8; }

    /// The oldest line; valid until `pop()`. For the writer's thread alone, as is `pop()`.
    std::optional<Line> front();
    void pop();

    /// Bytes ever reserved, and ever given back: what was pushed before `reserved()` was read is out when `released()` has reached it.
    std::uint64_t reserved() const { return head_.load(); }
    std::uint64_t released() const { return tail_.load(); }
    /// Lines that found no room.
    std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

private:
    std::optional<std::uint64_t> reserve(std::uint64_t bytes, std::uint64_t limit, Pushed& outcome) noexcept;
    std::uint32_t* word_at(std::uint64_t position) const { return reinterpret_cast<std::uint32_t*>(memory_.get() + position % capacity_ / 8); }
    void give_back(std::uint64_t bytes);

    const std::uint64_t capacity_, limit_for_others_;
    const std::unique_ptr<std::uint64_t[]> memory_;  // zero wherever nothing is reserved
    std::uint64_t front_bytes_ = 0;
    alignas(64) std::atomic<std::uint64_t> head_{0};
    alignas(64) std::atomic<std::uint64_t> tail_{0};
    alignas(64) std::atomic<std::uint64_t> dropped_{0};
};

}  // namespace drs::trace
