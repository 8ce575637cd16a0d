// SPDX-License-Identifier: Apache-2.0
// Turns pushed bytes into pulled ones: a bounded queue of blocks between two threads.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace drs::storage {

/// One pusher, one puller; at most 1 MiB waits in it.
class Feed {
public:
    /// Waits for room. False when nobody pulls any more: then the bytes are dropped.
    bool push(std::span<const std::byte> bytes);
    /// The pusher has no more.
    void close();
    /// Waits for a block; nothing at the end.
    std::optional<std::vector<std::byte>> pull();
    /// Nobody pulls or shall wait any more; from either side.
    void abandon();

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::vector<std::byte>> blocks_;
    std::size_t waiting_bytes_ = 0;
    bool closed_ = false;
    bool abandoned_ = false;
};

}  // namespace drs::storage
