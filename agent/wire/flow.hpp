// SPDX-License-Identifier: Apache-2.0
// Flow control of one stream: the sender waits for credit, the receiver's queue is bounded by what it gave.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "runtime/awaitable.hpp"
#include "runtime/event.hpp"

namespace drs::wire {

/// The sending side. After `fail` every waiter gets runtime::Error(pipe_broken).
class CreditGate {
public:
    explicit CreditGate(const runtime::Executor& executor) : changed_(executor) {}
    void add(std::uint64_t bytes);
    void fail(const std::string& reason);
    /// Returns when `bytes` more may be sent, and counts them as sent.
    runtime::Awaitable<void> take(std::uint64_t bytes);

private:
    runtime::Event changed_;
    std::uint64_t allowed_ = 0;
    std::optional<std::string> failure_;
};

/// The receiving side: what has come in and was not used yet, never more than the credit given.
class Inbox {
public:
    explicit Inbox(const runtime::Executor& executor) : changed_(executor) {}
    /// Throws ProtocolError when the sender goes beyond its credit, or on after its end.
    void put(std::vector<std::byte> bytes);
    void end();
    void fail(const std::string& reason);
    /// The next piece; nothing at the end. Throws runtime::Error(pipe_broken) after `fail`, data or not.
    runtime::Awaitable<std::optional<std::vector<std::byte>>> next();
    /// Credit to send now for what `next` has given out; 0 until it is worth a message.
    std::uint64_t credit_due();

private:
    runtime::Event changed_;
    std::deque<std::vector<std::byte>> pieces_;
    std::uint64_t waiting_ = 0, given_out_ = 0;
    bool ended_ = false;
    std::optional<std::string> failure_;
};

}  // namespace drs::wire
