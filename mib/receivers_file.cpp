// SPDX-License-Identifier: Apache-2.0
#include "mib/receivers_file.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "mib/line_words.hpp"
#include "runtime/atomic_file.hpp"

namespace drs::mib {
namespace {

/// No names: a name server that does not answer would hold up every other request of SNMP.
std::string receiver_address(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) refuse_line(fmt::format("`{}` is not ADDRESS:PORT", text));
    number_in(std::string_view(text).substr(colon + 1), 1, 65535);
    auto host = text.substr(0, colon);
    const bool six = host.starts_with('[') && host.ends_with(']');
    if (six) host = host.substr(1, host.size() - 2);
    std::array<unsigned char, sizeof(in6_addr)> ignored{};
    if (host.find('\0') != std::string::npos || ::inet_pton(six ? AF_INET6 : AF_INET, host.c_str(), ignored.data()) != 1)
        refuse_line(fmt::format("`{}` is not a numeric address such as 192.0.2.10:162 or [2001:db8::1]:162", text));
    return text;
}

void set_key(Receiver& to, std::string_view key, std::string_view value, const std::filesystem::path& directory) {
    if (key == "version") to.version = one_of(value, {"v2c", "v3"}) == "v3" ? ReceiverVersion::v3 : ReceiverVersion::v2c;
    else if (key == "kind") to.kind = one_of(value, {"trap", "inform"}) == "trap" ? ReceiverKind::trap : ReceiverKind::inform;
    else if (key == "community") to.community = short_word(value);
    else if (key == "user") to.credentials.user = short_word(value);
    else if (key == "clog") to.clog = one_of(value, {"yes", "no"}) == "yes";
    else if (key == "window") to.window = number_in(value, 1, 32);
    else if (key == "rate") to.rate = static_cast<unsigned>(number_in(value, 1, 1000));
    else if (key == "wait") to.wait = std::chrono::milliseconds(number_in(value, 20, 10'000));
    else if (!set_credential(to.credentials, key, value, directory))
        refuse_line(fmt::format("there is no key `{}`; there are version, kind, community, user, auth, auth-file, priv, priv-file, clog, window, rate and wait", key));
}

void check_whole(const Receiver& receiver) {
    const bool v3 = receiver.version == ReceiverVersion::v3;
    const auto& [user, auth, priv, auth_file, priv_file] = receiver.credentials;
    if (!v3 && receiver.community.empty()) refuse_line("a receiver of v2c needs community=WORD");
    if (v3 && (user.empty() || auth_file.empty() || priv_file.empty()))
        refuse_line("a receiver of v3 needs user=, auth-file= and priv-file=; for one without passwords say version=v2c");
    if (v3 && !receiver.community.empty()) refuse_line("community= is for version=v2c");
    if (!v3 && !(user.empty() && auth_file.empty() && priv_file.empty())) refuse_line("user=, auth-file= and priv-file= are for version=v3");
}

Receiver receiver_in(std::istringstream words, const std::filesystem::path& directory) {
    Receiver receiver;
    std::string name, address;
    words >> name >> address;
    receiver.name = plain_name(name);
    receiver.address = receiver_address(address);
    for_each_key(words, [&](const std::string& key, const std::string& value) { set_key(receiver, key, value, directory); });
    check_whole(receiver);
    return receiver;
}

void add(std::vector<Receiver>& all, Receiver receiver) {
    const auto same = [&](const Receiver& other) { return other.name == receiver.name; };
    if (std::ranges::any_of(all, same)) refuse_line(fmt::format("there is another receiver {} before it", receiver.name));
    if (all.size() == most_receivers) refuse_line(fmt::format("there may be {} receivers", most_receivers));
    all.push_back(std::move(receiver));
}

}  // namespace

std::vector<Receiver> parse_receivers(std::string_view text, const std::string& file_name, const std::filesystem::path& directory) {
    std::vector<Receiver> all;
    for_each_line(text, file_name, [&](std::istringstream words) { add(all, receiver_in(std::move(words), directory)); });
    return all;
}

std::vector<Receiver> read_receivers(const std::filesystem::path& directory) {
    const auto file = directory / "receivers";
    const auto text = runtime::read_file(file);
    return text ? parse_receivers(*text, file.string(), directory) : std::vector<Receiver>();
}

Passwords read_secrets(const Receiver& receiver) {
    return receiver.version == ReceiverVersion::v3 ? read_passwords(receiver.credentials, "SNMP receiver " + receiver.name) : Passwords();
}

}  // namespace drs::mib
