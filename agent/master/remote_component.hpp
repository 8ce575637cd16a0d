// SPDX-License-Identifier: Apache-2.0
// One component that runs on a node for us: the Master's end of its stream.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>

#include "wire/connection.hpp"
#include "wire/flow.hpp"

namespace drs::master {

/// The node dropped off while it worked for us.
class NodeLost : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The component itself failed on its node; the node goes on.
class ComponentFailed : public std::runtime_error {
public:
    explicit ComponentFailed(wire::Finished f) : std::runtime_error(f.reason), finished(std::move(f)) {}
    wire::Finished finished;
};

class RemoteComponent {
public:
    RemoteComponent(const runtime::Executor& executor, wire::Connection& connection, wire::StreamId stream);
    ~RemoteComponent();
    std::function<void()> on_gone;  // the session forgets it

    // Every wait throws NodeLost when the connection ends, and ComponentFailed when the node's last word is not success or warning.

    /// Backup: gives the first credit; then piece by piece; nothing at the end.
    runtime::Awaitable<void> open_window();
    runtime::Awaitable<std::optional<std::vector<std::byte>>> next();
    /// Restore.
    runtime::Awaitable<void> send(std::span<const std::byte> bytes);
    runtime::Awaitable<void> end();
    runtime::Awaitable<void> ready();
    runtime::Awaitable<void> commit();

    runtime::Awaitable<wire::Finished> finished();
    /// Tells the node to end it; does nothing when it has ended, or its connection has.
    runtime::Awaitable<void> cancel(std::string reason);
    /// Whoever waits on it gets NodeLost(reason); the node is still to be told with cancel().
    void interrupt(const std::string& reason);

    std::uint64_t bytes_before() const { return bytes_before_; }
    std::uint64_t bytes_expected() const { return bytes_expected_; }

    // The session's side.
    void on_data(std::vector<std::byte> bytes) { inbox_.put(std::move(bytes)); }
    void on_end() { inbox_.end(); }
    void on_credit(std::uint64_t bytes) { gate_.add(bytes); }
    void on_progress(const wire::Progress& progress);
    void on_ready();
    void on_finished(wire::Finished finished);
    void on_lost(const std::string& reason);

private:
    void check() const;

    wire::Connection& connection_;
    wire::StreamId stream_;
    wire::Inbox inbox_;
    wire::CreditGate gate_;
    runtime::Event changed_;
    std::uint64_t bytes_before_ = 0, bytes_expected_ = 0;
    bool ready_ = false, disconnected_ = false;
    std::optional<wire::Finished> finished_;
    std::optional<std::string> lost_;
};

}  // namespace drs::master
