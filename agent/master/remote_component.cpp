// SPDX-License-Identifier: Apache-2.0
#include "master/remote_component.hpp"

#include "runtime/error.hpp"

namespace drs::master {

using runtime::Awaitable;

namespace {

bool good(model::Result result) { return result == model::Result::success || result == model::Result::warning; }

}  // namespace

RemoteComponent::RemoteComponent(const runtime::Executor& executor, wire::Connection& connection, wire::StreamId stream)
    : connection_(connection), stream_(stream), inbox_(executor), gate_(executor), changed_(executor) {}

RemoteComponent::~RemoteComponent() {
    if (on_gone) on_gone();
}

void RemoteComponent::check() const {
    if (lost_) throw NodeLost(*lost_);
    if (finished_ && !good(finished_->result)) throw ComponentFailed(*finished_);
}

Awaitable<void> RemoteComponent::open_window() {
    check();
    wire::Credit credit{stream_, wire::credit_window};
    co_await connection_.send(credit);
}

Awaitable<std::optional<std::vector<std::byte>>> RemoteComponent::next() {
    check();
    if (const auto due = inbox_.credit_due(); due > 0) {
        wire::Credit credit{stream_, due};
        co_await connection_.send(credit);
    }
    try {
        co_return co_await inbox_.next();
    } catch (const runtime::Error&) {
        check();
        throw;
    }
}

Awaitable<void> RemoteComponent::send(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        check();
        const auto piece = bytes.first(std::min(bytes.size(), wire::longest_data));
        try {
            co_await gate_.take(piece.size());
        } catch (const runtime::Error&) {
            check();
            throw;
        }
        co_await connection_.send_data(stream_, piece);
        bytes = bytes.subspan(piece.size());
    }
}

Awaitable<void> RemoteComponent::end() {
    wire::End end{stream_};
    co_await connection_.send(end);
}

Awaitable<void> RemoteComponent::ready() {
    for (;;) {
        check();
        if (ready_ || finished_) co_return;
        co_await changed_.wait();
    }
}

Awaitable<void> RemoteComponent::commit() {
    check();
    wire::Commit commit{stream_};
    co_await connection_.send(commit);
}

Awaitable<wire::Finished> RemoteComponent::finished() {
    for (;;) {
        check();
        if (finished_) co_return *finished_;
        co_await changed_.wait();
    }
}

Awaitable<void> RemoteComponent::cancel(std::string reason) {
    if (disconnected_ || finished_) co_return;
    wire::Cancel cancel{stream_, std::move(reason)};
    co_await connection_.send(std::move(cancel));
}

void RemoteComponent::on_progress(const wire::Progress& progress) {
    bytes_before_ = progress.bytes_before;
    bytes_expected_ = progress.bytes_expected;
}

void RemoteComponent::on_ready() {
    ready_ = true;
    changed_.notify_all();
}

void RemoteComponent::on_finished(wire::Finished finished) {
    if (!good(finished.result)) {
        inbox_.fail(finished.reason);
        gate_.fail(finished.reason);
    }
    finished_ = std::move(finished);
    changed_.notify_all();
}

void RemoteComponent::on_lost(const std::string& reason) {
    disconnected_ = true;
    interrupt(reason);
}

void RemoteComponent::interrupt(const std::string& reason) {
    if (!lost_) lost_ = reason;
    inbox_.fail(reason);
    gate_.fail(reason);
    changed_.notify_all();
}

}  // namespace drs::master
