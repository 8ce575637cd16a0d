// SPDX-License-Identifier: Apache-2.0
#include "runtime/tls.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "runtime/accept.hpp"
#include "runtime/deadline.hpp"
#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Tls = asio::ssl::stream<tcp::socket>;

asio::ssl::context context_of(const TlsFiles& files) {
    asio::ssl::context context(asio::ssl::context::tls);
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_3_VERSION);
    // AES first where the processor has it; each side's library falls back by itself.
    SSL_CTX_set_ciphersuites(context.native_handle(), "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
    SSL_CTX_set_session_cache_mode(context.native_handle(), SSL_SESS_CACHE_OFF);
    const auto load = [](const std::filesystem::path& file, auto&& use) {
        boost::system::error_code error;
        use(error);
        if (error) throw Error(Fault::file, "cannot use " + file.string() + " for TLS: " + error.message());
    };
    load(files.authority, [&](auto& e) { context.load_verify_file(files.authority.string(), e); });
    load(files.certificate, [&](auto& e) { context.use_certificate_chain_file(files.certificate.string(), e); });
    load(files.key, [&](auto& e) { context.use_private_key_file(files.key.string(), asio::ssl::context::pem, e); });
    context.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
    return context;
}

std::string text_of(const tcp::endpoint& endpoint) {
    const auto address = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
}

std::string common_name(SSL* ssl) {
    X509* certificate = SSL_get0_peer_certificate(ssl);
    if (certificate == nullptr) return {};
    char name[256] = {};
    const int length = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
    return length < 0 ? std::string() : std::string(name, static_cast<std::size_t>(length));
}

class Connection final : public TlsStream {
public:
    Connection(tcp::socket socket, asio::ssl::context context, std::string peer)
        : context_(std::move(context)), tls_(std::move(socket), context_), peer_(std::move(peer)) {
        boost::system::error_code ignored;  // an option that is refused costs speed only
        tls_.next_layer().set_option(tcp::no_delay(true), ignored);
    }

    Awaitable<void> handshake(asio::ssl::stream_base::handshake_type type, std::chrono::milliseconds limit) {
        Deadline deadline(tls_.get_executor(), limit, [this] { close(); });
        try {
            co_await tls_.async_handshake(type, asio::use_awaitable);
        } catch (const boost::system::system_error& e) {
            if (deadline.expired()) throw Error(Fault::timed_out, "the TLS handshake with " + peer_ + " took too long");
            const bool tls = e.code().category() == asio::error::get_ssl_category();
            throw Error(tls ? Fault::trust : Fault::network, "the TLS handshake with " + peer_ + " failed: " + e.code().message());
        }
    }

    Awaitable<std::size_t> read_some(std::span<std::byte> into) override {
        try {
            const auto buffer = asio::buffer(into.data(), into.size());
            co_return co_await tls_.async_read_some(buffer, asio::use_awaitable);
        } catch (const boost::system::system_error& e) {
            if (e.code() == asio::error::eof) co_return 0;
            if (e.code() == asio::error::operation_aborted && !closed_) throw;
            throw Error(Fault::network, "the connection to " + peer_ + " broke: " + e.code().message());
        }
    }

    Awaitable<void> write(std::span<const std::byte> bytes) override {
        try {
            const auto buffer = asio::buffer(bytes.data(), bytes.size());
            co_await asio::async_write(tls_, buffer, asio::use_awaitable);
        } catch (const boost::system::system_error& e) {
            if (e.code() == asio::error::operation_aborted && !closed_) throw;
            throw Error(Fault::network, "the connection to " + peer_ + " broke: " + e.code().message());
        }
    }

    void close() noexcept override {
        closed_ = true;
        boost::system::error_code ignored;  // closing a closed socket is what we want
        tls_.next_layer().shutdown(tcp::socket::shutdown_both, ignored);
        tls_.next_layer().close(ignored);
    }

    std::string peer() const override { return peer_; }
    std::string peer_name() const override { return common_name(const_cast<Tls&>(tls_).native_handle()); }

private:
    asio::ssl::context context_;
    Tls tls_;
    std::string peer_;
    bool closed_ = false;
};

class IncomingConnection final : public TlsListener::Incoming {
public:
    IncomingConnection(tcp::socket socket, TlsFiles files, std::string peer)
        : socket_(std::move(socket)), files_(std::move(files)), peer_(std::move(peer)) {}
    std::string peer() const override { return peer_; }
    Awaitable<std::unique_ptr<TlsStream>> handshake(std::chrono::milliseconds limit) override {
        auto connection = std::make_unique<Connection>(std::move(socket_), context_of(files_), peer_);
        co_await connection->handshake(asio::ssl::stream_base::server, limit);
        co_return connection;
    }

private:
    tcp::socket socket_;
    TlsFiles files_;
    std::string peer_;
};

}  // namespace

void check_tls_files(const TlsFiles& files) { (void)context_of(files); }

Awaitable<std::unique_ptr<TlsStream>> connect_tls(Executor executor, std::string host, std::uint16_t port, TlsFiles files,
                                                  std::chrono::milliseconds limit) {
    const std::string where = host + ":" + std::to_string(port);
    auto context = context_of(files);
    tcp::resolver resolver(executor);
    tcp::socket socket(executor);
    {
        Deadline deadline(executor, limit, [&] {
            resolver.cancel();
            boost::system::error_code ignored;
            socket.close(ignored);
        });
        try {
            const std::string service = std::to_string(port);
            const auto endpoints = co_await resolver.async_resolve(host, service, asio::use_awaitable);
            co_await asio::async_connect(socket, endpoints, asio::use_awaitable);
        } catch (const boost::system::system_error& e) {
            if (deadline.expired()) throw Error(Fault::timed_out, "cannot connect to " + where + ": no answer");
            if (e.code() == asio::error::operation_aborted) throw;
            throw Error(Fault::network, "cannot connect to " + where + ": " + e.code().message());
        }
    }
    auto connection = std::make_unique<Connection>(std::move(socket), std::move(context), where);
    co_await connection->handshake(asio::ssl::stream_base::client, limit);
    co_return connection;
}

struct TlsListener::State {
    State(Executor e, TlsFiles f) : acceptor(e), files(std::move(f)) {}
    tcp::acceptor acceptor;
    TlsFiles files;
};

TlsListener::TlsListener(Executor executor, const std::string& address, std::uint16_t port, TlsFiles files)
    : state_(std::make_unique<State>(std::move(executor), std::move(files))) {
    const auto where = address + ":" + std::to_string(port);
    boost::system::error_code error;
    const auto parsed = asio::ip::make_address(address, error);
    if (error) throw Error(Fault::bad_configuration, "master.address is `" + address + "`, which is not an IP address to listen on");
    check_tls_files(state_->files);  // a file that cannot be used is told at the start, not at the first connection
    try {
        const tcp::endpoint endpoint(parsed, port);
        state_->acceptor.open(endpoint.protocol());
        state_->acceptor.set_option(tcp::acceptor::reuse_address(true));
        state_->acceptor.bind(endpoint);
        state_->acceptor.listen();
    } catch (const boost::system::system_error& e) {
        throw Error(Fault::network, "cannot listen on " + where + ": " + e.code().message() +
                                        "; end the process that has it or set master.port (DRS_MASTER_PORT)");
    }
}

TlsListener::~TlsListener() = default;
std::uint16_t TlsListener::port() const { return state_->acceptor.local_endpoint().port(); }

Awaitable<std::unique_ptr<TlsListener::Incoming>> TlsListener::accept() {
    auto socket = co_await accept_one(state_->acceptor);
    boost::system::error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    const std::string peer = error ? std::string("a client that has gone") : text_of(endpoint);
    co_return std::make_unique<IncomingConnection>(std::move(socket), state_->files, peer);
}

void TlsListener::close() noexcept {
    boost::system::error_code ignored;
    state_->acceptor.close(ignored);
}

}  // namespace drs::runtime
