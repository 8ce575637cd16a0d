// SPDX-License-Identifier: Apache-2.0
// A server as it is typed: `host`, `host:port`, `[v6]`, `[v6]:port`, or a bare IPv6 address.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace drs::cli {

inline constexpr std::uint16_t ssh_port = 22;

struct ServerAddress {
    std::string host;
    std::uint16_t port = ssh_port;
};

/// Only takes the text apart: whether there is such a server is the Master's to say. Throws Refusal(usage).
ServerAddress parse_server(std::string_view text);

}  // namespace drs::cli
