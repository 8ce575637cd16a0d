// SPDX-License-Identifier: Apache-2.0
// A Unix socket that knows who called.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "runtime/stream.hpp"

namespace drs::runtime {

/// Who is at the other end, as the kernel says (SO_PEERCRED).
struct PeerIdentity {
    unsigned uid = 0;
    int pid = 0;
    /// `root (uid 0)`
    std::string text() const;
};

struct UnixConnection {
    std::unique_ptr<Stream> stream;
    PeerIdentity peer;
};

class UnixListener {
public:
    /// Replaces a socket that nobody listens on any longer; one that somebody does is Error(network). Anyone may connect: the
    /// caller decides by the peer's identity.
    UnixListener(Executor executor, const std::filesystem::path& path);
    ~UnixListener();  // removes the socket
    Awaitable<UnixConnection> accept();
    void close() noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// True when `uid` is root, our own, or a member of `group` (empty: no group).
bool may_operate(unsigned uid, const std::string& group);

}  // namespace drs::runtime
