// SPDX-License-Identifier: Apache-2.0
#include "runtime/privileges.hpp"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "runtime/error.hpp"

namespace drs::runtime {

void drop_privileges(const std::string& user) {
    if (user.empty()) return;
    std::vector<char> room(16384);
    passwd entry{};
    passwd* found = nullptr;
    getpwnam_r(user.c_str(), &entry, room.data(), room.size(), &found);
    if (found == nullptr) throw Error(Fault::bad_configuration, "there is no account `" + user + "` to run as; create it or change `user` in drs.conf");
    if (::getuid() == found->pw_uid && ::geteuid() == found->pw_uid) return;
    const bool done = ::initgroups(found->pw_name, found->pw_gid) == 0 && ::setresgid(found->pw_gid, found->pw_gid, found->pw_gid) == 0 &&
                      ::setresuid(found->pw_uid, found->pw_uid, found->pw_uid) == 0;
    if (!done) throw Error(Fault::bad_configuration, "cannot run as `" + user + "`: " + reason_of(errno) + "; start the daemon as root or leave `user` empty");
}

}  // namespace drs::runtime
