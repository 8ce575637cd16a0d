// SPDX-License-Identifier: Apache-2.0
#include "mib/line_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "runtime/error.hpp"
#include "runtime/secret_file.hpp"

namespace drs::mib {
namespace {

constexpr std::size_t longest_name = 32;
constexpr std::size_t shortest_password = 8;
constexpr std::string_view name_signs = "-_.";

bool is_plain(char sign) { return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9'); }

model::Secret password(const std::filesystem::path& file, const std::string& whose) {
    try {
        auto secret = runtime::read_secret(file);
        if (secret.reveal().size() < shortest_password)
            refuse_line(fmt::format("{} holds a password of less than {} characters, which SNMPv3 does not take", file.string(), shortest_password));
        return secret;
    } catch (const runtime::Error& error) {
        refuse_line(fmt::format("{}: {}", whose, error.what()));
    }
}

}  // namespace

void refuse_line(const std::string& sentence) { throw runtime::Error(runtime::Fault::bad_configuration, sentence); }

std::uint64_t number_in(std::string_view text, std::uint64_t least, std::uint64_t most) {
    std::uint64_t value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
        refuse_line(fmt::format("`{}` is not a number from {} to {}", text, least, most));
    return value;
}

std::string one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    if (std::ranges::find(words, text) != words.end()) return std::string(text);
    std::string list;
    for (const auto word : words) list.append(list.empty() ? "" : ", ").append(word);
    refuse_line(fmt::format("`{}` is not one of {}", text, list));
}

std::string short_word(std::string_view text) {
    if (text.empty() || text.size() > longest_name) refuse_line(fmt::format("`{}` has not 1 to {} characters", text, longest_name));
    return std::string(text);
}

std::string plain_name(const std::string& text) {
    const bool good = std::ranges::all_of(text, [](char sign) { return is_plain(sign) || name_signs.find(sign) != std::string_view::npos; });
    if (!good || text.empty() || text.size() > longest_name)
        refuse_line(fmt::format("`{}` is not a name of 1 to {} letters, digits, `-`, `_` or `.`", text, longest_name));
    return text;
}

bool set_credential(Credentials& to, std::string_view key, std::string_view value, const std::filesystem::path& directory) {
    if (key == "auth") to.auth = one_of(value, {"SHA-224", "SHA-256", "SHA-384", "SHA-512"});
    else if (key == "priv") to.priv = one_of(value, {"AES", "AES-192", "AES-256"});
    else if (key == "auth-file") to.auth_file = directory / value;
    else if (key == "priv-file") to.priv_file = directory / value;
    else return false;
    return true;
}

void for_each_key(std::istringstream& words, const std::function<void(const std::string& key, const std::string& value)>& take) {
    std::set<std::string> given;
    for (std::string each; words >> each;) {
        const auto equals = each.find('=');
        if (equals == std::string::npos) refuse_line(fmt::format("`{}` is not KEY=VALUE", each));
        const auto key = each.substr(0, equals);
        if (!given.insert(key).second) refuse_line(fmt::format("`{}` is given twice", key));
        if (equals + 1 == each.size()) refuse_line(fmt::format("`{}` has no value", key));
        take(key, each.substr(equals + 1));
    }
}

void for_each_line(std::string_view text, const std::string& file_name, const std::function<void(std::istringstream words)>& take) {
    std::istringstream lines{std::string(text)};
    unsigned line_number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++line_number;
        line.erase(std::min(line.find('#'), line.size()));
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        try {
            take(std::istringstream(line));
        } catch (const runtime::Error& error) {
            refuse_line(fmt::format("{}:{}: {}", file_name, line_number, error.what()));
        }
    }
}

Passwords read_passwords(const Credentials& credentials, const std::string& whose) {
    return {password(credentials.auth_file, whose), password(credentials.priv_file, whose)};
}

}  // namespace drs::mib
