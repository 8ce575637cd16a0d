// SPDX-License-Identifier: Apache-2.0
#include "mib/users_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "mib/line_words.hpp"
#include "runtime/atomic_file.hpp"

namespace drs::mib {
namespace {

Role role_of(std::string_view text) {
    const auto word = one_of(text, {"monitor", "operator", "administrator"});
    return word == "monitor" ? Role::monitor : word == "operator" ? Role::operator_ : Role::administrator;
}

User user_in(std::istringstream words, const std::filesystem::path& directory) {
    User user;
    std::string name, role;
    words >> name >> role;
    user.credentials.user = plain_name(name);
    user.role = role_of(role);
    for_each_key(words, [&](const std::string& key, const std::string& value) {
        if (!set_credential(user.credentials, key, value, directory))
            refuse_line(fmt::format("there is no key `{}`; there are auth, auth-file, priv and priv-file", key));
    });
    if (user.credentials.auth_file.empty() || user.credentials.priv_file.empty()) refuse_line("a user needs auth-file= and priv-file=");
    return user;
}

void add(std::vector<User>& all, User user) {
    const auto same = [&](const User& other) { return other.credentials.user == user.credentials.user; };
    if (std::ranges::any_of(all, same)) refuse_line(fmt::format("there is another user {} before it", user.credentials.user));
    if (all.size() == most_users) refuse_line(fmt::format("there may be {} users", most_users));
    all.push_back(std::move(user));
}

}  // namespace

std::vector<User> parse_users(std::string_view text, const std::string& file_name, const std::filesystem::path& directory) {
    std::vector<User> all;
    for_each_line(text, file_name, [&](std::istringstream words) { add(all, user_in(std::move(words), directory)); });
    return all;
}

std::vector<User> read_users(const std::filesystem::path& directory) {
    const auto file = directory / "users";
    const auto text = runtime::read_file(file);
    return text ? parse_users(*text, file.string(), directory) : std::vector<User>();
}

}  // namespace drs::mib
