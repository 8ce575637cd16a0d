// SPDX-License-Identifier: Apache-2.0
// A TCP connection to a server by name or address, over IPv6 or IPv4, that never waits longer than it may.
#pragma once

#include <cstdint>
#include <string>

#include "storage/device/interrupt.hpp"
#include "storage/device/patience.hpp"

namespace drs::storage {

/// Tries the server's addresses one after the other, each with its share of the time. Throws DeviceError(unreachable, timed_out or aborted).
/// The socket is guarded by `interrupt`, blocking, without Nagle's delay.
Descriptor tcp_connect(const std::string& server, std::uint16_t port, Patience& patience, Interrupt& interrupt);

}  // namespace drs::storage
