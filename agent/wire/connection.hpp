// SPDX-License-Identifier: Apache-2.0
// Messages over a stream, one reader and any number of senders on one io thread.
#pragma once

#include <memory>
#include <string>

#include "runtime/event.hpp"
#include "runtime/stream.hpp"
#include "wire/message.hpp"

namespace drs::wire {

class Connection {
public:
    Connection(const runtime::Executor& executor, std::unique_ptr<runtime::Stream> stream);

    /// Senders queue up: frames never mix. Throws runtime::Error(network).
    runtime::Awaitable<void> send(Message message);
    /// Data without copying its bytes into a frame.
    runtime::Awaitable<void> send_data(StreamId stream, std::span<const std::byte> bytes);
    /// The next message. Throws ProtocolError, or runtime::Error(network), also at the end of the stream.
    runtime::Awaitable<Message> receive();

    void close() noexcept { stream_->close(); }
    std::string peer() const { return stream_->peer(); }

private:
    struct Turn;
    runtime::Awaitable<void> write(std::span<const std::byte> first, std::span<const std::byte> second);
    runtime::Awaitable<void> fill(std::size_t bytes);

    std::unique_ptr<runtime::Stream> stream_;
    runtime::Event free_;
    bool writing_ = false;
    std::vector<std::byte> buffer_;  // received and not yet used: [begin_, end_)
    std::size_t begin_ = 0, end_ = 0;
};

}  // namespace drs::wire
