// SPDX-License-Identifier: Apache-2.0
// The bytes of an SFTP conversation over SSH: connect, check who the server is, log in, and then read and write
// without ever blocking for longer than the server keeps still.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "model/device.hpp"
#include "storage/device/interrupt.hpp"
#include "storage/device/patience.hpp"

namespace drs::storage {

/// One connection, for one thread. All throw DeviceError with the server in the sentence.
class SshTransport {
public:
    SshTransport(const model::Device& device, std::chrono::milliseconds timeout, Interrupt& interrupt);
    ~SshTransport();
    SshTransport(const SshTransport&) = delete;
    SshTransport& operator=(const SshTransport&) = delete;

    /// Up to the open "sftp" subsystem. The host key is compared before anything of ours is sent.
    void connect();
    const std::string& fingerprint() const;
    /// `10.0.0.5:22`.
    const std::string& place() const;

    /// Takes as many bytes as the server lets us send now; 0 when its window is full.
    std::size_t write(std::span<const std::byte> bytes);
    /// What has arrived; 0 when there is nothing. With a big `room` the server is allowed to send as much ahead.
    std::size_t read(std::span<std::byte> room);
    /// Sleeps until there may be something to read or write, or the interrupt was woken. `expecting`: the server owes us something,
    /// so that its silence ends in DeviceError(timed_out); else it may be silent for ever, and is only kept company.
    void wait(bool expecting);
    /// A new question begins: the server's time counts from now.
    void begin();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::storage
