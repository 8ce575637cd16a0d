// SPDX-License-Identifier: Apache-2.0
// The local syslog's socket, with an answer to the question that syslog(3) leaves open: did it read what was sent?
#pragma once

#include <sys/stat.h>

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace drs::alarms {

/// A connected datagram socket of the AF_UNIX kind. Nothing blocks.
class SyslogSocket {
public:
    /// Connects nothing. Throws runtime::Error(bad_configuration) for a path that is too long for a socket.
    explicit SyslogSocket(std::string path);
    ~SyslogSocket();
    SyslogSocket(const SyslogSocket&) = delete;
    SyslogSocket& operator=(const SyslogSocket&) = delete;

    enum class Sent { yes, queue_full, no_receiver };
    /// Connects if need be. `queue_full`: the receiver lives but does not read fast enough.
    Sent send(std::string_view datagram);

    /// Whether the receiver has made room within `limit`, or died.
    bool wait_for_room(std::chrono::milliseconds limit) const;

    /// How many of the datagrams that were sent since the last connect the receiver has not read, at most: those sent last. Nothing when it ended or was
    /// replaced, and what it had not read by then went with it; the next send connects to its successor.
    std::optional<std::size_t> unread();

    /// Why the last `send` did not succeed, or not all was read, in words.
    const std::string& reason() const { return reason_; }

private:
    bool connect();
    void disconnect(int error);
    bool same_receiver_lives() const;
    std::size_t charged_by_kernel() const;
    void note_sent(std::size_t octets);

    std::string path_;
    int fd_ = -1;
    struct stat receiver_ {};
    /// Of each datagram that may be unread, oldest first: what the kernel charges us for it, or less. A datagram leaves the front when the others account for all
    /// that is charged.
    std::deque<std::size_t> charges_{};
    std::size_t charged_ = 0;  // their sum
    std::size_t queued_ = 0;   // what the kernel charged in all when last asked
    std::string reason_;
};

}  // namespace drs::alarms
