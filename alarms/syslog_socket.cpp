// SPDX-License-Identifier: Apache-2.0
#include "alarms/syslog_socket.hpp"

#include <fmt/format.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

/// A descriptor connected to `path`, or -1 with errno set.
int connected_socket(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
    const int error = errno;
    ::close(fd);
    errno = error;
    return -1;
}

/// A socket is bound to one inode for life. The time tells a new inode that got an old one's number: that of the last modification, which
/// for a socket is its birth; the inode's own (st_ctim) moves with a chmod(2), and syslog-ng makes one after its bind(2).
bool same_inode(const struct stat& a, const struct stat& b) {
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

SyslogSocket::SyslogSocket(std::string path) : path_(std::move(path)) {
    constexpr auto longest = sizeof(sockaddr_un{}.sun_path) - 1;
    if (path_.size() > longest)
        throw runtime::Error(runtime::Fault::bad_configuration,
                             fmt::format("the syslog socket's path {} is longer than {} octets; choose a shorter one", path_, longest));
}

SyslogSocket::~SyslogSocket() {
    if (fd_ >= 0) ::close(fd_);
}

bool SyslogSocket::connect() {
    struct stat before {};
    struct stat after {};
    if (::stat(path_.c_str(), &before) == 0 && (fd_ = connected_socket(path_)) >= 0 && ::stat(path_.c_str(), &after) == 0 && same_inode(before, after)) {
        receiver_ = after;
        return true;
    }
    disconnect(errno == 0 ? EAGAIN : errno);
    return false;
}

void SyslogSocket::disconnect(int error) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
    charges_.clear();
    charged_ = queued_ = 0;
    reason_ = runtime::reason_of(error);
}

SyslogSocket::Sent SyslogSocket::send(std::string_view datagram) {
    if (fd_ < 0 && !connect()) return Sent::no_receiver;
    ssize_t n = 0;
    do n = ::send(fd_, datagram.data(), datagram.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    if (n >= 0) {
        note_sent(datagram.size());
        return Sent::yes;
    }
    const int error = errno;
    if (error == EAGAIN || error == ENOBUFS || error == ENOMEM) {
        reason_ = "its queue is full";
        return Sent::queue_full;
    }
    disconnect(error);
    return Sent::no_receiver;
}

bool SyslogSocket::wait_for_room(std::chrono::milliseconds limit) const {
    pollfd full{fd_, POLLOUT, 0};
    return ::poll(&full, 1, static_cast<int>(limit.count())) > 0;
}

/// The kernel charges a datagram to its sender until the receiver takes it out of its queue, or dies (unix(7), SIOCOUTQ).
std::size_t SyslogSocket::charged_by_kernel() const {
    int charged = 0;
    return fd_ >= 0 && ::ioctl(fd_, SIOCOUTQ, &charged) == 0 ? static_cast<std::size_t>(charged) : 0;
}

/// What the charge grew by is the datagram's, less what was read meanwhile; and it is at least the datagram.
void SyslogSocket::note_sent(std::size_t octets) {
    const auto before = std::exchange(queued_, charged_by_kernel());
    charges_.push_back(std::max(octets, queued_ - std::min(before, queued_)));
    charged_ += charges_.back();
}

std::optional<std::size_t> SyslogSocket::unread() {
    queued_ = charged_by_kernel();
    if (fd_ < 0 || !same_receiver_lives()) {
        disconnect(ECONNRESET);
        return std::nullopt;
    }
    for (; charged_ > queued_; charges_.pop_front()) charged_ -= charges_.front();
    if (!charges_.empty()) reason_ = "it does not read what is sent to it";
    return charges_.size();
}

/// Asked after the kernel was: a receiver that lives now had not died, and thrown its queue away, before.
bool SyslogSocket::same_receiver_lives() const {
    const int probe = connected_socket(path_);
    if (probe < 0) return false;
    ::close(probe);
    struct stat now {};
    return ::stat(path_.c_str(), &now) == 0 && same_inode(receiver_, now);
}

}  // namespace drs::alarms
