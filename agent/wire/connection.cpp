// SPDX-License-Identifier: Apache-2.0
#include "wire/connection.hpp"

#include <algorithm>
#include <cstring>

#include "runtime/error.hpp"
#include "wire/codec.hpp"

namespace drs::wire {

using runtime::Awaitable;

/// Held by the sender whose frame is on its way.
struct Connection::Turn {
    Connection& connection;
    ~Turn() {
        connection.writing_ = false;
        connection.free_.notify_all();
    }
};

Connection::Connection(const runtime::Executor& executor, std::unique_ptr<runtime::Stream> stream)
    : stream_(std::move(stream)), free_(executor), buffer_(64u << 10) {}

Awaitable<void> Connection::write(std::span<const std::byte> first, std::span<const std::byte> second) {
    while (writing_) co_await free_.wait();
    writing_ = true;
    const Turn turn{*this};
    co_await stream_->write(first);
    if (!second.empty()) co_await stream_->write(second);
}

Awaitable<void> Connection::send(Message message) {
    const auto frame = encode(message);
    const std::span<const std::byte> nothing;
    co_await write(frame, nothing);
}

Awaitable<void> Connection::send_data(StreamId stream, std::span<const std::byte> bytes) {
    const auto header = data_header(stream, bytes.size());
    co_await write(header, bytes);
}

/// Makes at least `bytes` bytes available at begin_.
Awaitable<void> Connection::fill(std::size_t bytes) {
    if (end_ - begin_ >= bytes) co_return;
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    if (buffer_.size() < bytes) buffer_.resize(std::max(bytes, std::min(2 * buffer_.size(), longest_body + header_bytes)));
    while (end_ < bytes) {
        const std::span<std::byte> room(buffer_.data() + end_, buffer_.size() - end_);
        const auto got = co_await stream_->read_some(room);
        if (got == 0) throw runtime::Error(runtime::Fault::network, stream_->peer() + " closed the connection");
        end_ += got;
    }
}

Awaitable<Message> Connection::receive() {
    co_await fill(header_bytes);
    const auto header = decode_header(std::span<const std::byte, header_bytes>(buffer_.data() + begin_, header_bytes));
    co_await fill(header_bytes + header.body);
    auto message = decode_body(header.type, {buffer_.data() + begin_ + header_bytes, header.body});
    begin_ += header_bytes + header.body;
    co_return message;
}

}  // namespace drs::wire
