// SPDX-License-Identifier: Apache-2.0
// A bounded pipe of byte blocks between a blocking thread and the io thread: this is what keeps memory flat.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/awaitable.hpp"

namespace drs::runtime {

using Block = std::vector<std::byte>;

/// At most `limit` blocks wait in it; a pusher waits for room, a popper for a block or the end.
/// One pusher and one popper. After `fail(reason)` both sides get a PipeBroken with that reason.
class BlockPipe {
public:
    BlockPipe(Executor home, std::size_t limit);
    ~BlockPipe();
    BlockPipe(const BlockPipe&) = delete;
    BlockPipe& operator=(const BlockPipe&) = delete;

    // On the blocking thread:
    void push_blocking(Block block);
    std::optional<Block> pop_blocking();

    // On the io thread:
    Awaitable<void> push(Block block);
    /// Nothing at the end.
    Awaitable<std::optional<Block>> pop();

    // On either:
    /// The pusher has no more.
    void close();
    /// Nobody shall wait any longer. The first reason stays.
    void fail(const std::string& reason);

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace drs::runtime
