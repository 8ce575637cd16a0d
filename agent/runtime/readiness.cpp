// SPDX-License-Identifier: Apache-2.0
#include "runtime/readiness.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>

#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

class DatagramSocket {
public:
    DatagramSocket() : fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {}
    ~DatagramSocket() {
        if (fd_ >= 0) ::close(fd_);
    }
    DatagramSocket(const DatagramSocket&) = delete;
    DatagramSocket& operator=(const DatagramSocket&) = delete;
    int fd() const { return fd_; }

private:
    int fd_;
};

[[noreturn]] void fail(std::string_view name, std::string_view reason) {
    throw Error(Fault::network, fmt::format("service manager at NOTIFY_SOCKET `{}` cannot be told of our state: {}; start the daemon "
                                            "from its unit, or without NOTIFY_SOCKET",
                                            name, reason));
}

struct Address {
    sockaddr_un name{};
    socklen_t size = 0;
};

Address address_of(std::string_view name) {
    Address address;
    address.name.sun_family = AF_UNIX;
    if (name[0] != '/' && name[0] != '@') fail(name, "it is neither a path nor an abstract name");
    if (name.size() >= sizeof address.name.sun_path) fail(name, "its name is too long");
    std::memcpy(address.name.sun_path, name.data(), name.size());
    if (name[0] == '@') address.name.sun_path[0] = '\0';
    // An abstract name ends with the address: a byte more would be another name.
    address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    return address;
}

}  // namespace

void notify_service_manager(std::string_view state) {
    const char* variable = std::getenv("NOTIFY_SOCKET");
    const std::string name = variable ? variable : "";
    if (name.empty()) return;
    const auto address = address_of(name);
    const DatagramSocket datagram;
    const auto sent = ::sendto(datagram.fd(), state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address.name), address.size);
    if (sent != static_cast<ssize_t>(state.size())) fail(name, reason_of(errno));
}

void notify_status(std::string_view line) {
    std::string message = "STATUS=";
    for (const char c : line) message += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    notify_service_manager(message);
}

void notify_stopping() noexcept {
    try {
        notify_service_manager("STOPPING=1");
    } catch (const std::exception&) {
        return;  // nobody is left to be told
    }
}

}  // namespace drs::runtime
