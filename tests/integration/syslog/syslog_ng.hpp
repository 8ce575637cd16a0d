// SPDX-License-Identifier: Apache-2.0
// A real syslog-ng with a socket of its own; what it took stands in a file, a line a message, parsed by its kv-parser.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace drs::test {

struct Message {
    std::string facility_and_level;  // local7.err
    std::string program;
    std::string sequence, state, job, device;  // of the tags
    std::string text;                          // all of the message
};

class SyslogNg {
public:
    /// Below `directory`, which must be short: a socket's path has at most 107 octets.
    explicit SyslogNg(std::filesystem::path directory);
    ~SyslogNg();
    SyslogNg(const SyslogNg&) = delete;
    SyslogNg& operator=(const SyslogNg&) = delete;

    /// Returns when the socket takes datagrams.
    void start();
    /// SIGTERM, and waits until it has written what it had read.
    void stop();
    /// Returns when all its threads stand still.
    void freeze() const;
    void kill();

    std::filesystem::path socket() const { return directory_ / "log"; }
    std::vector<Message> messages() const;

private:
    std::filesystem::path directory_;
    pid_t pid_ = -1;
};

/// Asks until `condition` holds; false after 30 seconds.
template <class Condition>
bool eventually(Condition condition);

}  // namespace drs::test

#include <poll.h>

#include <chrono>

template <class Condition>
bool drs::test::eventually(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        ::poll(nullptr, 0, 5);
    }
    return true;
}
