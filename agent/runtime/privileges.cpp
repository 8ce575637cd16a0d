// SPDX-License-Identifier: Apache-2.0
#include "runtime/privileges.hpp"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

struct Account {
    uid_t user;
    gid_t group;
};

[[noreturn]] void fail(const std::string& user, const std::string& reason) {
    throw Error(Fault::bad_configuration, fmt::format("cannot run as user `{}`: {}", user, reason));
}

Account account_of(const std::string& user) {
    std::vector<char> text(1024);
    passwd entry{};
    passwd* found = nullptr;
    int failure = 0;
    while ((failure = getpwnam_r(user.c_str(), &entry, text.data(), text.size(), &found)) == ERANGE) text.resize(text.size() * 2);
    if (failure != 0) fail(user, reason_of(failure));
    if (!found) fail(user, "there is no such user; create it, or change the setting `user`");
    return {entry.pw_uid, entry.pw_gid};
}

bool all_ids_are(const Account& account) {
    uid_t real = 0, effective = 0, saved = 0;
    gid_t real_group = 0, effective_group = 0, saved_group = 0;
    if (getresuid(&real, &effective, &saved) != 0 || getresgid(&real_group, &effective_group, &saved_group) != 0) return false;
    const bool user = real == account.user && effective == account.user && saved == account.user;
    return user && real_group == account.group && effective_group == account.group && saved_group == account.group;
}

/// A kept capability would give it back.
bool can_become_root() { return setuid(0) == 0; }

}  // namespace

void drop_privileges(const std::string& user) {
    if (user.empty()) return;
    const auto account = account_of(user);
    if (all_ids_are(account)) return;
    if (geteuid() != 0) fail(user, "only root can become another user; start the program as root or as that user");
    // Groups first: once the user is changed there is no right left to change them. Leaving uid 0 with all three ids also clears
    // the capabilities (capabilities(7)).
    if (initgroups(user.c_str(), account.group) != 0 || setresgid(account.group, account.group, account.group) != 0 ||
        setresuid(account.user, account.user, account.user) != 0)
        fail(user, fmt::format("{}; give the unit the capabilities CAP_SETUID and CAP_SETGID", reason_of(errno)));
    if (!all_ids_are(account) || (account.user != 0 && can_become_root()))
        fail(user, "the rights of root did not go; remove KEEP_CAPS or securebits from the unit");
}

}  // namespace drs::runtime
