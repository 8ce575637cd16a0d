// SPDX-License-Identifier: Apache-2.0
// The words of a line of etc/drs/snmp/users and etc/drs/snmp/receivers. Whatever is wrong is a runtime::Error(bad_configuration).
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <sstream>
#include <string>
#include <string_view>

#include "mib/credentials.hpp"

namespace drs::mib {

[[noreturn]] void refuse_line(const std::string& sentence);

std::uint64_t number_in(std::string_view text, std::uint64_t least, std::uint64_t most);
/// The word, when it is one of `words`.
std::string one_of(std::string_view text, std::initializer_list<std::string_view> words);
/// 1 to 32 octets, as a user of SNMPv3 has (RFC 3414 section 5) and a community may.
std::string short_word(std::string_view text);
/// 1 to 32 letters, digits, `-`, `_` or `.`.
std::string plain_name(const std::string& text);

/// Takes the keys auth, priv, auth-file and priv-file; false: it is another one. Relative names of files are taken from `directory`.
bool set_credential(Credentials& to, std::string_view key, std::string_view value, const std::filesystem::path& directory);

/// `take` each KEY=VALUE that is left, none of them twice.
void for_each_key(std::istringstream& words, const std::function<void(const std::string& key, const std::string& value)>& take);
/// `take` the words of each line; `#` begins a comment, empty lines are passed over. What it throws is thrown with `file_name` and the line.
void for_each_line(std::string_view text, const std::string& file_name, const std::function<void(std::istringstream words)>& take);

}  // namespace drs::mib
