// SPDX-License-Identifier: Apache-2.0
#include "cli/server_address.hpp"

#include <algorithm>
#include <charconv>

#include "control/refusal.hpp"

namespace drs::cli {
namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
    throw control::Refusal(control::Kind::usage, "`" + std::string(text) + "` is no server: " + why + "; write host, host:port or [IPv6]:port");
}

std::uint16_t port_in(std::string_view text, std::string_view digits) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc() || end != digits.data() + digits.size() || port == 0)
        refuse(text, "the port is no number from 1 to 65535");
    return port;
}

}  // namespace

ServerAddress parse_server(std::string_view text) {
    auto host = text, rest = std::string_view();
    if (text.starts_with('[')) {
        const auto bracket = text.find(']');
        if (bracket == std::string_view::npos) refuse(text, "the bracket is not closed");
        host = text.substr(1, bracket - 1), rest = text.substr(bracket + 1);
        if (!rest.empty() && rest.front() != ':') refuse(text, "there is more than a port behind the bracket");
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        host = text.substr(0, text.find(':')), rest = text.substr(text.find(':'));
    }
    if (host.empty()) refuse(text, "it has no host");
    return {std::string(host), rest.empty() ? ssh_port : port_in(text, rest.substr(1))};
}

}  // namespace drs::cli
