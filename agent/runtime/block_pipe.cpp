// SPDX-License-Identifier: Apache-2.0
#include "runtime/block_pipe.hpp"

#include <boost/asio/post.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "runtime/error.hpp"
#include "runtime/event.hpp"

namespace drs::runtime {

struct BlockPipe::State : std::enable_shared_from_this<BlockPipe::State> {
    State(Executor h, std::size_t l) : home(h), limit(l), changed(h) {}
    Executor home;
    std::size_t limit;
    Event changed;  // io thread only
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<Block> blocks;
    bool closed = false;
    std::optional<std::string> failure;

    void check() const {
        if (failure) throw Error(Fault::pipe_broken, *failure);
    }
    /// With the mutex held or not: tells both sides.
    void tell() {
        wake.notify_all();
        boost::asio::post(home, [self = shared_from_this()] { self->changed.notify_all(); });
    }
    std::optional<Block> take() {
        if (blocks.empty()) return std::nullopt;
        auto block = std::move(blocks.front());
        blocks.pop_front();
        return block;
    }
};

BlockPipe::BlockPipe(Executor home, std::size_t limit) : state_(std::make_shared<State>(std::move(home), limit)) {}
BlockPipe::~BlockPipe() { fail("nobody holds the pipe any longer"); }

void BlockPipe::push_blocking(Block block) {
    std::unique_lock lock(state_->mutex);
    state_->wake.wait(lock, [this] { return state_->failure || state_->blocks.size() < state_->limit; });
    state_->check();
    state_->blocks.push_back(std::move(block));
    state_->tell();
}

std::optional<Block> BlockPipe::pop_blocking() {
    std::unique_lock lock(state_->mutex);
    state_->wake.wait(lock, [this] { return state_->failure || state_->closed || !state_->blocks.empty(); });
    state_->check();
    auto block = state_->take();
    if (block) state_->tell();
    return block;
}

Awaitable<void> BlockPipe::push(Block block) {
    const auto state = state_;
    for (;;) {
        {
            const std::lock_guard lock(state->mutex);
            state->check();
            if (state->blocks.size() < state->limit) {
                state->blocks.push_back(std::move(block));
                state->wake.notify_all();
                co_return;
            }
        }
        co_await state->changed.wait();
    }
}

Awaitable<std::optional<Block>> BlockPipe::pop() {
    const auto state = state_;
    for (;;) {
        {
            const std::lock_guard lock(state->mutex);
            state->check();
            auto block = state->take();
            if (block) {
                state->wake.notify_all();
                co_return block;
            }
            if (state->closed) co_return std::nullopt;
        }
        co_await state->changed.wait();
    }
}

void BlockPipe::close() {
    const std::lock_guard lock(state_->mutex);
    state_->closed = true;
    state_->tell();
}

void BlockPipe::fail(const std::string& reason) {
    const std::lock_guard lock(state_->mutex);
    if (!state_->failure) state_->failure = reason;
    state_->tell();
}

}  // namespace drs::runtime
