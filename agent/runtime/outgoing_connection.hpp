// SPDX-License-Identifier: Apache-2.0
// A TCP connection, with or without TLS, of a thread that only sends and wants to know what has arrived.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace drs::runtime {

/// PEM files, read anew for each connection; the peer's certificate must be of `authority` and for `peer`, a name or an IP address.
struct ClientTls {
    std::filesystem::path authority;
    std::filesystem::path certificate;  // empty, as is the key: the peer asks for none
    std::filesystem::path key;
    std::string peer;
};

/// Throws Error(bad_configuration) naming the first of the files that cannot be used.
void check_client_tls(const ClientTls& tls);

class OutgoingConnection {
public:
    /// Asked while it waits; true: give up.
    using Over = std::function<bool()>;

    /// Connects and shakes hands within `limit`, beside which the lookup of a name takes what the system's resolver takes. TLS 1.2 or 1.3.
    /// Throws Error(network), Error(timed_out), Error(trust), Error(bad_configuration) for files that cannot be used.
    OutgoingConnection(const std::string& host, std::uint16_t port, const std::optional<ClientTls>& tls, std::chrono::milliseconds limit, const Over& over);
    ~OutgoingConnection();
    OutgoingConnection(const OutgoingConnection&) = delete;
    OutgoingConnection& operator=(const OutgoingConnection&) = delete;

    /// Returns how many octets were taken; does not wait. What was not is to be given again, unchanged. Throws Error(network) when the connection has ended.
    std::size_t send(std::string_view octets);
    /// Reads and drops what the peer says. Throws Error(network) when it has ended the connection, or has acknowledged nothing for 30 seconds.
    void check();

    /// Octets on the wire so far, those of TLS included: a message has arrived at the peer's machine when `acknowledged` has reached what `sent` was
    /// after its last octet. Whether the peer's program has read it TCP does not tell.
    std::uint64_t sent() const;
    std::uint64_t acknowledged() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::runtime
