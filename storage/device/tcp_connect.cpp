// SPDX-License-Identifier: Apache-2.0
#include "storage/device/tcp_connect.hpp"

#include <fmt/format.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

#include "runtime/error.hpp"
#include "storage/device/error.hpp"

namespace drs::storage {
namespace {

/// A look-up in glibc's own thread. One that does not end in time keeps its memory: glibc may still write there.
struct Lookup {
    std::string server, port;
    addrinfo hints{};
    gaicb request{};

    Lookup(std::string s, std::uint16_t p) : server(std::move(s)), port(std::to_string(p)) {
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_NUMERICSERV;
        request.ar_name = server.c_str();
        request.ar_service = port.c_str();
        request.ar_request = &hints;
    }
    ~Lookup() {
        if (request.ar_result != nullptr) ::freeaddrinfo(request.ar_result);
    }
};

struct Addresses {
    explicit Addresses(std::unique_ptr<Lookup> l) : lookup(std::move(l)) {}
    std::unique_ptr<Lookup> lookup;
    std::vector<const addrinfo*> all() const {
        std::vector<const addrinfo*> list;
        for (auto* at = lookup->request.ar_result; at != nullptr; at = at->ai_next) list.push_back(at);
        return list;
    }
};

[[noreturn]] void throw_aborted(const std::string& place) {
    throw DeviceError(DeviceFault::aborted, fmt::format("the connection to {} was given up because it was aborted", place));
}

Addresses resolve(const std::string& server, std::uint16_t port, Patience& patience, Interrupt& interrupt) {
    auto lookup = std::make_unique<Lookup>(server, port);
    gaicb* list[] = {&lookup->request};
    int error = ::getaddrinfo_a(GAI_NOWAIT, list, 1, nullptr);
    // gai_suspend cannot be woken by a descriptor, so it looks up now and then whether somebody aborts.
    while (error == 0 && (error = ::gai_error(&lookup->request)) == EAI_INPROGRESS) {
        if (interrupt.aborted() || patience.over()) break;
        const timespec slice{0, 50'000'000};
        ::gai_suspend(list, 1, &slice);
        error = 0;
    }
    if (error == 0) return Addresses(std::move(lookup));
    if (error == EAI_INPROGRESS) {
        if (::gai_cancel(&lookup->request) == EAI_NOTCANCELED) (void)lookup.release();
        if (interrupt.aborted()) throw_aborted(server);
        throw DeviceError(DeviceFault::timed_out,
                          fmt::format("the name {} was not resolved within {} s: check the name and the machine's DNS servers", server,
                                      patience.limit().count() / 1000));
    }
    throw DeviceError(DeviceFault::unreachable, fmt::format("the server name {} cannot be resolved ({}): check the device's server and the machine's DNS",
                                                            server, ::gai_strerror(error)));
}

/// Waits until the connection is there or has failed; returns its errno.
int finish_connect(int fd, int milliseconds, Interrupt& interrupt) {
    pollfd waiting[] = {{fd, POLLOUT, 0}, {interrupt.fd(), POLLIN, 0}};
    const Patience patience{std::chrono::milliseconds(milliseconds)};
    for (;;) {
        const int ready = ::poll(waiting, 2, patience.milliseconds_left());
        if (interrupt.aborted()) return ECANCELED;
        if (waiting[0].revents != 0) break;
        if (waiting[1].revents != 0) interrupt.clear();
        if (ready == 0 || patience.over()) return ETIMEDOUT;
    }
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    return error;
}

void prepare(int fd, const Patience& patience) {
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    // libssh sends on a blocking socket; a server that has stopped reading must not hold it longer than our patience.
    const auto limit = patience.limit().count();
    const timeval longest{limit / 1000, (limit % 1000) * 1000};
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) & ~O_NONBLOCK);
}

/// errno of the attempt in `error`.
Descriptor try_address(const addrinfo& address, int milliseconds, Interrupt& interrupt, int& error) {
    Descriptor fd(::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    error = fd ? 0 : errno;
    if (!fd) return {};
    interrupt.guard(fd.value());
    if (::connect(fd.value(), address.ai_addr, address.ai_addrlen) != 0) error = errno;
    if (error == EINPROGRESS) error = finish_connect(fd.value(), milliseconds, interrupt);
    return error == 0 ? std::move(fd) : Descriptor();
}

[[noreturn]] void throw_unconnected(const std::string& place, int error, const Patience& patience) {
    if (error == ECANCELED) throw_aborted(place);
    if (error == ETIMEDOUT)
        throw DeviceError(DeviceFault::timed_out, fmt::format("{} did not answer within {} s: check the address and the firewalls on the way",
                                                              place, patience.limit().count() / 1000));
    if (error == ECONNREFUSED)
        throw DeviceError(DeviceFault::unreachable,
                          fmt::format("{} refuses connections: check that its SSH server runs and that the port is right", place));
    throw DeviceError(DeviceFault::unreachable,
                      fmt::format("{} cannot be reached: {}; check the network between here and there", place, runtime::reason_of(error)));
}

}  // namespace

Descriptor tcp_connect(const std::string& server, std::uint16_t port, Patience& patience, Interrupt& interrupt) {
    const auto place = fmt::format("{}:{}", server, port);
    const auto addresses = resolve(server, port, patience, interrupt);
    auto left = addresses.all();
    int error = EHOSTUNREACH;
    for (std::size_t i = 0; i < left.size() && error != ECANCELED; ++i) {
        const int share = patience.milliseconds_left() / static_cast<int>(left.size() - i);
        if (auto fd = try_address(*left[i], share, interrupt, error)) {
            prepare(fd.value(), patience);
            patience.moved();
            return fd;
        }
    }
    throw_unconnected(place, error, patience);
}

}  // namespace drs::storage
