// SPDX-License-Identifier: Apache-2.0
#include "mib/receivers_file.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <sstream>

#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"
#include "runtime/secret_file.hpp"

namespace drs::mib {
namespace {

constexpr std::size_t longest_name = 32;
constexpr std::size_t longest_word = 32;  // RFC 3414: a user's name
constexpr std::size_t shortest_password = 8;
constexpr std::string_view name_signs = "-_.";

[[noreturn]] void refuse(const std::string& sentence) { throw runtime::Error(runtime::Fault::bad_configuration, sentence); }

bool is_plain(char sign) { return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9'); }

template <class Number>
Number number(std::string_view text, Number least, Number most) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
        refuse(fmt::format("`{}` is not a number from {} to {}", text, least, most));
    return value;
}

std::string one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    if (std::ranges::find(words, text) != words.end()) return std::string(text);
    std::string list;
    for (const auto word : words) list.append(list.empty() ? "" : ", ").append(word);
    refuse(fmt::format("`{}` is not one of {}", text, list));
}

std::string word(std::string_view text) {
    if (text.empty() || text.size() > longest_word) refuse(fmt::format("`{}` has not 1 to {} characters", text, longest_word));
    return std::string(text);
}

std::string receiver_name(const std::string& text) {
    const bool good = std::ranges::all_of(text, [](char sign) { return is_plain(sign) || name_signs.find(sign) != std::string_view::npos; });
    if (!good || text.empty() || text.size() > longest_name)
        refuse(fmt::format("`{}` is not a name of 1 to {} letters, digits, `-`, `_` or `.`", text, longest_name));
    return text;
}

/// No names: a name server that does not answer would hold up every other request of SNMP.
std::string receiver_address(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) refuse(fmt::format("`{}` is not ADDRESS:PORT", text));
    number<std::uint16_t>(std::string_view(text).substr(colon + 1), 1, 65535);
    auto host = text.substr(0, colon);
    const bool six = host.starts_with('[') && host.ends_with(']');
    if (six) host = host.substr(1, host.size() - 2);
    std::array<unsigned char, sizeof(in6_addr)> ignored{};
    if (host.find('\0') != std::string::npos || ::inet_pton(six ? AF_INET6 : AF_INET, host.c_str(), ignored.data()) != 1)
        refuse(fmt::format("`{}` is not a numeric address such as 192.0.2.10:162 or [2001:db8::1]:162", text));
    return text;
}

void set_key(Receiver& to, std::string_view key, std::string_view value, const std::filesystem::path& directory) {
    if (key == "version") to.version = one_of(value, {"v2c", "v3"}) == "v3" ? ReceiverVersion::v3 : ReceiverVersion::v2c;
    else if (key == "kind") to.kind = one_of(value, {"trap", "inform"}) == "trap" ? ReceiverKind::trap : ReceiverKind::inform;
    else if (key == "community") to.community = word(value);
    else if (key == "user") to.user = word(value);
    else if (key == "auth") to.auth = one_of(value, {"SHA-224", "SHA-256", "SHA-384", "SHA-512"});
    else if (key == "priv") to.priv = one_of(value, {"AES", "AES-192", "AES-256"});
    else if (key == "auth-file") to.auth_file = directory / value;
    else if (key == "priv-file") to.priv_file = directory / value;
    else if (key == "window") to.window = number<std::size_t>(value, 1, 32);
    else if (key == "rate") to.rate = number<unsigned>(value, 1, 1000);
    else if (key == "wait") to.wait = std::chrono::milliseconds(number<long>(value, 20, 10'000));
    else refuse(fmt::format("there is no key `{}`; there are version, kind, community, user, auth, auth-file, priv, priv-file, window, rate and wait", key));
}

void check_whole(const Receiver& receiver) {
    const bool v3 = receiver.version == ReceiverVersion::v3;
    if (!v3 && receiver.community.empty()) refuse("a receiver of v2c needs community=WORD");
    if (v3 && (receiver.user.empty() || receiver.auth_file.empty() || receiver.priv_file.empty()))
        refuse("a receiver of v3 needs user=, auth-file= and priv-file=; for one without passwords say version=v2c");
    if (v3 && !receiver.community.empty()) refuse("community= is for version=v2c");
    if (!v3 && !(receiver.user.empty() && receiver.auth_file.empty() && receiver.priv_file.empty())) refuse("user=, auth-file= and priv-file= are for version=v3");
}

Receiver receiver_in(std::istringstream words, const std::filesystem::path& directory) {
    Receiver receiver;
    std::string name, address;
    words >> name >> address;
    receiver.name = receiver_name(name);
    receiver.address = receiver_address(address);
    std::set<std::string> given;
    for (std::string each; words >> each;) {
        const auto equals = each.find('=');
        if (equals == std::string::npos) refuse(fmt::format("`{}` is not KEY=VALUE", each));
        const auto key = each.substr(0, equals);
        if (!given.insert(key).second) refuse(fmt::format("`{}` is given twice", key));
        if (equals + 1 == each.size()) refuse(fmt::format("`{}` has no value", key));
        set_key(receiver, key, std::string_view(each).substr(equals + 1), directory);
    }
    check_whole(receiver);
    return receiver;
}

void add(std::vector<Receiver>& all, Receiver receiver) {
    const auto same = [&](const Receiver& other) { return other.name == receiver.name; };
    if (std::ranges::any_of(all, same)) refuse(fmt::format("there is another receiver {} before it", receiver.name));
    if (all.size() == most_receivers) refuse(fmt::format("there may be {} receivers", most_receivers));
    all.push_back(std::move(receiver));
}

model::Secret password(const Receiver& receiver, const std::filesystem::path& file) {
    try {
        auto secret = runtime::read_secret(file);
        if (secret.reveal().size() < shortest_password)
            refuse(fmt::format("{} holds a password of less than {} characters, which SNMPv3 does not take", file.string(), shortest_password));
        return secret;
    } catch (const runtime::Error& error) {
        refuse(fmt::format("SNMP receiver {}: {}", receiver.name, error.what()));
    }
}

}  // namespace

std::vector<Receiver> parse_receivers(std::string_view text, const std::string& file_name, const std::filesystem::path& directory) {
    std::vector<Receiver> all;
    std::istringstream lines{std::string(text)};
    unsigned line_number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++line_number;
        line.erase(std::min(line.find('#'), line.size()));
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        try {
            add(all, receiver_in(std::istringstream(line), directory));
        } catch (const runtime::Error& error) {
            refuse(fmt::format("{}:{}: {}", file_name, line_number, error.what()));
        }
    }
    return all;
}

std::vector<Receiver> read_receivers(const std::filesystem::path& directory) {
    const auto file = directory / "receivers";
    const auto text = runtime::read_file(file);
    return text ? parse_receivers(*text, file.string(), directory) : std::vector<Receiver>();
}

ReceiverSecrets read_secrets(const Receiver& receiver) {
    if (receiver.version != ReceiverVersion::v3) return {};
    return {password(receiver, receiver.auth_file), password(receiver, receiver.priv_file)};
}

void check_receivers(const std::filesystem::path& directory) {
    for (const auto& receiver : read_receivers(directory)) (void)read_secrets(receiver);
}

}  // namespace drs::mib
