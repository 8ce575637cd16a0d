// SPDX-License-Identifier: Apache-2.0
#include "trace/line_queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace drs::trace {
namespace {

/// What stands in front of a line's bytes. `bytes` is stored last: before that the writer sees 0 there and stops.
struct Header {
    std::uint32_t bytes;  // of the whole record, a multiple of 8; with `filler` set, nothing but room at the ring's end
    std::uint32_t text;
    std::uint64_t job;
    std::int64_t milliseconds;
    std::uint16_t where;
    std::uint8_t thread;
    Level level;
};
constexpr std::uint32_t filler = 1u << 31;
constexpr std::size_t shortest_record = 48;

constexpr std::uint64_t rounded(std::uint64_t bytes) { return (bytes + 7) / 8 * 8; }
std::uint64_t capacity_of(std::size_t bytes) { return std::clamp<std::uint64_t>(rounded(bytes), 4096, 1u << 30); }

/// "... (1234 bytes more)", without taking memory.
struct CutNote {
    std::array<char, 40> characters{};
    std::size_t size = 0;
    explicit CutNote(std::size_t missing) {
        if (missing > 0) size = fmt::format_to_n(characters.data(), characters.size(), "... ({} bytes more)", missing).size;
    }
};

char* put(char* at, std::string_view bytes) {
    std::memcpy(at, bytes.data(), bytes.size());
    return at + bytes.size();
}

}  // namespace

LineQueue::LineQueue(std::size_t bytes, std::size_t error_bytes)
    : capacity_(capacity_of(bytes)), limit_for_others_(capacity_ - std::min<std::uint64_t>(error_bytes, capacity_ / 2)),
      memory_(std::make_unique<std::uint64_t[]>(capacity_ / 8)) {}

std::optional<std::uint64_t> LineQueue::reserve(std::uint64_t bytes, std::uint64_t limit, Pushed& outcome) noexcept {
    auto head = head_.load(std::memory_order_relaxed);
    for (;;) {
        const auto room_to_end = capacity_ - head % capacity_;
        const auto needed = bytes <= room_to_end ? bytes : room_to_end + bytes;
        const auto used = head - tail_.load(std::memory_order_acquire);
        if (used + needed > limit) return std::nullopt;
        if (!head_.compare_exchange_weak(head, head + needed, std::memory_order_acq_rel, std::memory_order_relaxed)) continue;
        outcome = used < capacity_ / 2 && used + needed >= capacity_ / 2 ? Pushed::half_full : Pushed::yes;
        if (needed == bytes) return head;
        std::atomic_ref(*word_at(head)).store(static_cast<std::uint32_t>(room_to_end) | filler, std::memory_order_release);
        return head + room_to_end;
    }
}

Pushed LineQueue::push(Line line) noexcept {
    const auto kept = std::min(line.text.size(), longest_text());
    const CutNote note(line.text.size() - kept);
    line.where = line.where.substr(0, 256), line.thread = line.thread.substr(0, 255);
    const auto bytes = std::max<std::uint64_t>(shortest_record, rounded(sizeof(Header) + line.where.size() + line.thread.size() + kept + note.size));
    auto outcome = Pushed::no;
    const auto position = reserve(bytes, line.level == Level::error ? capacity_ : limit_for_others_, outcome);
    if (!position) {
        dropped_.fetch_add(1, std::memory_order_relaxed);
        return outcome;
    }
    Header header{0, static_cast<std::uint32_t>(kept + note.size), line.job, line.milliseconds, static_cast<std::uint16_t>(line.where.size()),
                  static_cast<std::uint8_t>(line.thread.size()), line.level};
    auto* const begin = reinterpret_cast<char*>(word_at(*position));
    std::memcpy(begin + sizeof header.bytes, reinterpret_cast<const char*>(&header) + sizeof header.bytes, sizeof header - sizeof header.bytes);
    auto* at = put(put(put(begin + sizeof header, line.thread), line.where), line.text.substr(0, kept));
    put(at, {note.characters.data(), note.size});
    std::atomic_ref(*word_at(*position)).store(static_cast<std::uint32_t>(bytes), std::memory_order_release);
    return outcome;
}

std::optional<Line> LineQueue::front() {
    for (;;) {
        const auto position = tail_.load(std::memory_order_relaxed);
        const auto bytes = std::atomic_ref(*word_at(position)).load(std::memory_order_acquire);
        if (bytes == 0) return std::nullopt;
        if ((bytes & filler) != 0) {
            give_back(bytes & ~filler);
            continue;
        }
        Header header;
        const auto* at = reinterpret_cast<const char*>(word_at(position));
        std::memcpy(reinterpret_cast<char*>(&header) + sizeof header.bytes, at + sizeof header.bytes, sizeof header - sizeof header.bytes);
        at += sizeof header;
        front_bytes_ = bytes;
        return Line{header.level, header.milliseconds, header.job, {at, header.thread}, {at + header.thread, header.where},
                    {at + header.thread + header.where, header.text}};
    }
}

void LineQueue::pop() { give_back(front_bytes_); }

/// Zeroes first: a producer that gets this room must not seem to have finished before it has.
void LineQueue::give_back(std::uint64_t bytes) {
    const auto tail = tail_.load(std::memory_order_relaxed);
    std::memset(word_at(tail), 0, bytes);
    tail_.store(tail + bytes, std::memory_order_release);
}

}  // namespace drs::trace
