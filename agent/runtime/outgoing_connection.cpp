// SPDX-License-Identifier: Apache-2.0
#include "runtime/outgoing_connection.hpp"

#include <fmt/format.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/crypto/openssl.hpp"
#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

using Clock = std::chrono::steady_clock;
using Context = std::unique_ptr<SSL_CTX, openssl::Freed<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, openssl::Freed<SSL_free>>;
using Addresses = std::unique_ptr<addrinfo, openssl::Freed<::freeaddrinfo>>;

constexpr std::chrono::milliseconds slice{50};   // between two questions whether to give up
constexpr unsigned unacknowledged_limit = 30'000;  // milliseconds, then the peer counts as gone

class Socket {
public:
    explicit Socket(int fd) : fd_(fd) {}
    ~Socket() {
        if (fd_ >= 0) ::close(fd_);
    }
    Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int fd() const { return fd_; }

private:
    int fd_;
};

struct Patience {
    Clock::time_point end;
    const OutgoingConnection::Over& over;
};

/// Until `fd` is ready for `events`.
void wait(int fd, short events, const Patience& patience, const std::string& peer) {
    for (;;) {
        pollfd one{fd, events, 0};
        if (::poll(&one, 1, static_cast<int>(slice.count())) > 0) return;
        if (Clock::now() >= patience.end || patience.over()) throw Error(Fault::timed_out, peer + " does not answer");
    }
}

void set_option(int fd, int level, int option, int value) {
    ::setsockopt(fd, level, option, &value, sizeof value);  // one that is refused costs speed, or time until an end is seen
}

Addresses look_up(const std::string& host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    addrinfo* found = nullptr;
    if (const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found); error != 0)
        throw Error(Fault::network, fmt::format("{} has no address: {}", host, ::gai_strerror(error)));
    return Addresses(found);
}

/// 0, or why not.
int connect_to(const Socket& socket, const addrinfo& address, const Patience& patience, const std::string& peer) {
    if (socket.fd() < 0) return errno;
    if (::connect(socket.fd(), address.ai_addr, address.ai_addrlen) == 0) return 0;
    if (errno != EINPROGRESS) return errno;
    wait(socket.fd(), POLLOUT, patience, peer);
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket.fd(), SOL_SOCKET, SO_ERROR, &error, &size);
    return error;
}

Socket connected(const std::string& host, std::uint16_t port, const Patience& patience, const std::string& peer) {
    const auto addresses = look_up(host, port);
    int error = 0;
    for (const addrinfo* at = addresses.get(); at != nullptr; at = at->ai_next) {
        Socket socket(::socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, at->ai_protocol));
        error = connect_to(socket, *at, patience, peer);
        if (error != 0) continue;
        set_option(socket.fd(), IPPROTO_TCP, TCP_NODELAY, 1);
        set_option(socket.fd(), SOL_SOCKET, SO_KEEPALIVE, 1);
        set_option(socket.fd(), IPPROTO_TCP, TCP_USER_TIMEOUT, unacknowledged_limit);
        return socket;
    }
    throw Error(Fault::network, fmt::format("{} cannot be reached: {}", peer, reason_of(error)));
}

std::string tls_reason() {
    const auto code = ::ERR_get_error();
    ::ERR_clear_error();
    const char* text = code == 0 ? nullptr : ::ERR_reason_error_string(code);
    return text == nullptr ? "the connection ended" : text;
}

void require_file(bool used, const std::filesystem::path& file) {
    if (!used) throw Error(Fault::bad_configuration, fmt::format("{} cannot be used for TLS: {}", file.string(), tls_reason()));
}

Context context_of(const ClientTls& tls) {
    ::ERR_clear_error();
    Context context(::SSL_CTX_new(::TLS_client_method()));
    if (!context) throw std::bad_alloc();
    ::SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    ::SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    ::SSL_CTX_set_default_passwd_cb(context.get(), [](char*, int, int, void*) { return 0; });  // never ask at a terminal
    ::SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    require_file(::SSL_CTX_load_verify_file(context.get(), tls.authority.c_str()) == 1, tls.authority);
    if (tls.certificate.empty()) return context;
    require_file(::SSL_CTX_use_certificate_chain_file(context.get(), tls.certificate.c_str()) == 1, tls.certificate);
    require_file(::SSL_CTX_use_PrivateKey_file(context.get(), tls.key.c_str(), SSL_FILETYPE_PEM) == 1, tls.key);
    return context;
}

Session session_of(const Context& context, const Socket& socket, const std::string& name) {
    Session session(::SSL_new(context.get()));
    if (!session || ::SSL_set_fd(session.get(), socket.fd()) != 1) throw std::bad_alloc();
    if (::X509_VERIFY_PARAM_set1_ip_asc(::SSL_get0_param(session.get()), name.c_str()) == 1) return session;
    ::ERR_clear_error();
    ::SSL_set_tlsext_host_name(session.get(), name.c_str());
    if (::SSL_set1_host(session.get(), name.c_str()) != 1) throw Error(Fault::bad_configuration, fmt::format("`{}` is no name of a server", name));
    return session;
}

[[noreturn]] void refuse_handshake(const Session& session, const std::string& peer) {
    const auto verdict = ::SSL_get_verify_result(session.get());
    if (verdict == X509_V_OK) throw Error(Fault::trust, fmt::format("the TLS handshake with {} failed: {}", peer, tls_reason()));
    ::ERR_clear_error();
    throw Error(Fault::trust, fmt::format("the certificate of {} is not accepted: {}", peer, ::X509_verify_cert_error_string(verdict)));
}

void shake_hands(const Session& session, const Socket& socket, const Patience& patience, const std::string& peer) {
    for (;;) {
        ::ERR_clear_error();
        const int done = ::SSL_connect(session.get());
        if (done == 1) return;
        const int error = ::SSL_get_error(session.get(), done);
        if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) refuse_handshake(session, peer);
        wait(socket.fd(), error == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, patience, peer);
    }
}

}  // namespace

struct OutgoingConnection::State {
    std::string peer;
    Socket socket;
    Session session{};       // none: in clear
    std::uint64_t plain = 0;  // octets in clear

    [[noreturn]] void ended(const std::string& why) const { throw Error(Fault::network, fmt::format("the connection to {} ended: {}", peer, why)); }
    std::size_t send_plain(std::string_view octets);
    std::size_t send_tls(std::string_view octets);
    bool drop_plain();
    bool drop_tls();
};

std::size_t OutgoingConnection::State::send_plain(std::string_view octets) {
    const auto n = ::send(socket.fd(), octets.data(), octets.size(), MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN && errno != EINTR) ended(reason_of(errno));
    if (n < 0) return 0;
    plain += static_cast<std::size_t>(n);
    return static_cast<std::size_t>(n);
}

std::size_t OutgoingConnection::State::send_tls(std::string_view octets) {
    ::ERR_clear_error();
    std::size_t taken = 0;
    const int done = ::SSL_write_ex(session.get(), octets.data(), octets.size(), &taken);
    if (done == 1) return taken;
    const int error = ::SSL_get_error(session.get(), done);
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) ended(tls_reason());
    return 0;
}

/// Whether there may be more.
bool OutgoingConnection::State::drop_plain() {
    char octets[512];
    const auto n = ::recv(socket.fd(), octets, sizeof octets, 0);
    if (n == 0) ended("the other side closed it");
    if (n < 0 && errno != EAGAIN && errno != EINTR) ended(reason_of(errno));
    return n > 0;
}

bool OutgoingConnection::State::drop_tls() {
    ::ERR_clear_error();
    char octets[512];
    const int n = ::SSL_read(session.get(), octets, sizeof octets);
    if (n > 0) return true;
    const int error = ::SSL_get_error(session.get(), n);
    if (error == SSL_ERROR_ZERO_RETURN) ended("the other side closed it");
    if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE) ended(tls_reason());
    return false;
}

OutgoingConnection::OutgoingConnection(const std::string& host, std::uint16_t port, const std::optional<ClientTls>& tls,
                                       std::chrono::milliseconds limit, const Over& over) {
    const Patience patience{Clock::now() + limit, over};
    const bool bare = host.find(':') == std::string::npos;
    const auto peer = bare ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
    const auto context = tls ? context_of(*tls) : Context();
    state_.reset(new State{peer, connected(host, port, patience, peer)});
    if (!tls) return;
    state_->session = session_of(context, state_->socket, tls->peer);
    shake_hands(state_->session, state_->socket, patience, peer);
}

OutgoingConnection::~OutgoingConnection() {
    if (!state_->session) return;
    ::SSL_shutdown(state_->session.get());  // a peer that is gone does not hear it
    ::ERR_clear_error();
}

std::size_t OutgoingConnection::send(std::string_view octets) { return state_->session ? state_->send_tls(octets) : state_->send_plain(octets); }

void OutgoingConnection::check() {
    while (state_->session ? state_->drop_tls() : state_->drop_plain()) {
    }
}

std::uint64_t OutgoingConnection::sent() const {
    return state_->session ? ::BIO_number_written(::SSL_get_wbio(state_->session.get())) : state_->plain;
}

std::uint64_t OutgoingConnection::acknowledged() const {
    int waiting = 0;  // for an acknowledgement, sent or not (tcp(7), SIOCOUTQ)
    if (::ioctl(state_->socket.fd(), SIOCOUTQ, &waiting) != 0) return 0;
    return sent() - static_cast<std::uint64_t>(waiting);
}

void check_client_tls(const ClientTls& tls) { (void)context_of(tls); }

}  // namespace drs::runtime
