// SPDX-License-Identifier: Apache-2.0
// A small SSH server that takes a password: OpenSSH's own would need a user in the system's files for that.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <future>
#include <string>
#include <thread>

#include "model/device.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::test {

/// Serves one connection after the other until it goes; SFTP is OpenSSH's sftp-server.
class PasswordServer {
public:
    enum class Asks { password, dialogue, two_questions };
    PasswordServer(Asks asks, std::string password);
    ~PasswordServer();
    PasswordServer(const PasswordServer&) = delete;
    PasswordServer& operator=(const PasswordServer&) = delete;

    /// With the right password.
    model::Device device() const;

private:
    void serve(std::promise<void> listening);
    Asks asks_;
    std::string password_;
    TemporaryDirectory home_;
    std::uint16_t port_;
    std::atomic<bool> stop_ = false;
    std::thread thread_;
};

}  // namespace drs::test
