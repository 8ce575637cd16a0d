// SPDX-License-Identifier: Apache-2.0
// The local syslog's socket, with an answer to the question that syslog(3) leaves open: did it read what was sent?
#pragma once

#include <sys/stat.h>

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

    enum class Receipt { read, unread, receiver_gone };
    /// Whether the receiver has read all that was sent since the last connect. `receiver_gone`: it ended or was replaced, and what it had
    /// not read by then went with it; the next send connects to its successor.
    Receipt receipt();

    /// Why the last `send` or `receipt` did not succeed, in words.
    const std::string& reason() const { return reason_; }

private:
    bool connect();
    void disconnect(int error);
    bool same_receiver_lives() const;

    std::string path_;
    int fd_ = -1;
    struct stat receiver_ {};
    std::string reason_;
};

}  // namespace drs::alarms
