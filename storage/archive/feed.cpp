// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/feed.hpp"

#include <algorithm>

namespace drs::storage {
namespace {

constexpr std::size_t most_bytes = 1u << 20;
constexpr std::size_t block_bytes = 256u << 10;

}  // namespace

bool Feed::push(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const auto part = bytes.first(std::min(bytes.size(), block_bytes));
        std::vector<std::byte> block(part.begin(), part.end());
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return abandoned_ || waiting_bytes_ + block.size() <= most_bytes; });
        if (abandoned_) return false;
        waiting_bytes_ += block.size();
        blocks_.push_back(std::move(block));
        changed_.notify_all();
        bytes = bytes.subspan(part.size());
    }
    return true;
}

void Feed::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
}

std::optional<std::vector<std::byte>> Feed::pull() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return abandoned_ || closed_ || !blocks_.empty(); });
    if (abandoned_ || blocks_.empty()) return std::nullopt;
    auto block = std::move(blocks_.front());
    blocks_.pop_front();
    waiting_bytes_ -= block.size();
    changed_.notify_all();
    return block;
}

void Feed::abandon() {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    changed_.notify_all();
}

}  // namespace drs::storage
