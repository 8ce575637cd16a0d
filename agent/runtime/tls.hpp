// SPDX-License-Identifier: Apache-2.0
// TLS 1.3 with certificates on both sides, between Master and Local Agents.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>

#include "runtime/stream.hpp"

namespace drs::runtime {

/// PEM files; read anew for every connection, so that a renewed certificate is used at once.
struct TlsFiles {
    std::filesystem::path authority;
    std::filesystem::path certificate;
    std::filesystem::path key;
};

/// Throws Error(file) naming the first of the files that cannot be used.
void check_tls_files(const TlsFiles& files);

class TlsStream : public Stream {
public:
    /// CN of the peer's certificate, which the authority has signed.
    virtual std::string peer_name() const = 0;
};

/// Connects and shakes hands within `limit`. Throws Error(network), Error(timed_out), Error(trust) when either side does not trust
/// the other's certificate or does not speak TLS 1.3, Error(file) for files of our own that cannot be used.
Awaitable<std::unique_ptr<TlsStream>> connect_tls(Executor executor, std::string host, std::uint16_t port, TlsFiles files,
                                                  std::chrono::milliseconds limit);

class TlsListener {
public:
    /// Listens at once. Throws Error(network) naming address and port, e.g. when another process has it.
    TlsListener(Executor executor, const std::string& address, std::uint16_t port, TlsFiles files);
    ~TlsListener();
    std::uint16_t port() const;

    /// A connection whose TLS handshake is still to be made, so that a silent client holds up nobody.
    class Incoming {
    public:
        virtual ~Incoming() = default;
        virtual std::string peer() const = 0;
        /// As connect_tls, once.
        virtual Awaitable<std::unique_ptr<TlsStream>> handshake(std::chrono::milliseconds limit) = 0;
    };
    Awaitable<std::unique_ptr<Incoming>> accept();
    void close() noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::runtime
