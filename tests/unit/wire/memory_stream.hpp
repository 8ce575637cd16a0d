// SPDX-License-Identifier: Apache-2.0
// Two ends of a connection in memory, which gives its reader as few bytes at a time as the test wants.
#pragma once

#include <algorithm>
#include <deque>
#include <memory>

#include "runtime/error.hpp"
#include "runtime/event.hpp"
#include "runtime/stream.hpp"

namespace drs::test {

/// One direction.
struct MemoryPipe {
    explicit MemoryPipe(const runtime::Executor& executor) : changed(executor) {}
    std::deque<std::byte> bytes;
    std::deque<std::size_t> portions;  // of the next reads; then as much as there is
    bool ended = false;
    runtime::Event changed;
};

class MemoryStream final : public runtime::Stream {
public:
    MemoryStream(std::shared_ptr<MemoryPipe> in, std::shared_ptr<MemoryPipe> out) : in_(std::move(in)), out_(std::move(out)) {}

    runtime::Awaitable<std::size_t> read_some(std::span<std::byte> into) override {
        while (in_->bytes.empty() && !in_->ended) co_await in_->changed.wait();
        auto count = std::min(into.size(), in_->bytes.size());
        if (!in_->portions.empty() && count > 0) {
            count = std::min(count, in_->portions.front());
            in_->portions.pop_front();
        }
        std::copy_n(in_->bytes.begin(), count, into.begin());
        in_->bytes.erase(in_->bytes.begin(), in_->bytes.begin() + static_cast<std::ptrdiff_t>(count));
        co_return count;
    }
    /// In two halves with a turn of the io thread between, so that senders that do not queue up would mix.
    runtime::Awaitable<void> write(std::span<const std::byte> bytes) override {
        if (out_->ended) throw runtime::Error(runtime::Fault::network, "the connection to memory broke");
        const auto half = bytes.size() / 2;
        put(bytes.first(half));
        co_await out_->changed.wait_for(std::chrono::milliseconds(0));
        put(bytes.subspan(half));
    }
    void close() noexcept override {
        for (auto& pipe : {in_, out_}) {
            pipe->ended = true;
            pipe->changed.notify_all();
        }
    }
    std::string peer() const override { return "memory"; }

private:
    void put(std::span<const std::byte> bytes) {
        out_->bytes.insert(out_->bytes.end(), bytes.begin(), bytes.end());
        out_->changed.notify_all();
    }
    std::shared_ptr<MemoryPipe> in_, out_;
};

}  // namespace drs::test
