// SPDX-License-Identifier: Apache-2.0
#include "wire/flow.hpp"

#include "runtime/error.hpp"
#include "wire/codec.hpp"

namespace drs::wire {

using runtime::Awaitable;

void CreditGate::add(std::uint64_t bytes) {
    allowed_ += bytes;
    changed_.notify_all();
}

void CreditGate::fail(const std::string& reason) {
    if (!failure_) failure_ = reason;
    changed_.notify_all();
}

Awaitable<void> CreditGate::take(std::uint64_t bytes) {
    for (;;) {
        if (failure_) throw runtime::Error(runtime::Fault::pipe_broken, *failure_);
        if (allowed_ >= bytes) break;
        co_await changed_.wait();
    }
    allowed_ -= bytes;
}

void Inbox::put(std::vector<std::byte> bytes) {
    if (ended_) throw ProtocolError("data came after the end of its stream");
    if (bytes.empty()) return;
    waiting_ += bytes.size();
    if (waiting_ + given_out_ > credit_window) throw ProtocolError("the sender went beyond its credit");
    pieces_.push_back(std::move(bytes));
    changed_.notify_all();
}

void Inbox::end() {
    ended_ = true;
    changed_.notify_all();
}

void Inbox::fail(const std::string& reason) {
    if (!failure_) failure_ = reason;
    changed_.notify_all();
}

Awaitable<std::optional<std::vector<std::byte>>> Inbox::next() {
    for (;;) {
        if (failure_) throw runtime::Error(runtime::Fault::pipe_broken, *failure_);
        if (!pieces_.empty()) break;
        if (ended_) co_return std::nullopt;
        co_await changed_.wait();
    }
    auto piece = std::move(pieces_.front());
    pieces_.pop_front();
    waiting_ -= piece.size();
    given_out_ += piece.size();
    co_return piece;
}

std::uint64_t Inbox::credit_due() {
    if (given_out_ < credit_window / 8) return 0;
    const auto due = given_out_;
    given_out_ = 0;
    return due;
}

}  // namespace drs::wire
