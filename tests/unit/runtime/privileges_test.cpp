// SPDX-License-Identifier: Apache-2.0
// Each case runs in a child, for there is no way back. Root and others run the same cases; where only root can do a thing, others
// assert that it is refused.
#include "runtime/privileges.hpp"

#include <gmock/gmock.h>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <functional>
#include <string>

#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

constexpr const char* other_user = "nobody";

/// What `work` returns, or the sentence it throws, from a child process.
std::string in_child(const std::function<std::string()>& work) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) return "pipe failed";
    const pid_t child = fork();
    if (child == 0) {
        std::string text;
        try {
            text = work();
        } catch (const Error& error) {
            text = error.what();
        }
        const auto written = write(ends[1], text.data(), text.size());
        _exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
    }
    close(ends[1]);
    std::string text;
    std::array<char, 1024> part{};
    for (ssize_t size = 0; (size = read(ends[0], part.data(), part.size())) > 0;) text.append(part.data(), static_cast<std::size_t>(size));
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return text;
}

std::string effective_capabilities() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("CapEff:")) return line.substr(8);
    return "unknown";
}

std::string user_name(uid_t user) {
    const auto* entry = getpwuid(user);
    return entry ? entry->pw_name : "?";
}

const std::string refused = "cannot run as user `nobody`: only root can become another user; start the program as root or as that user";
std::string as_root(const std::string& outcome) { return getuid() == 0 ? outcome : refused; }

TEST(ADroppedPrivilege, LeavesTheOtherUsersIds) {
    EXPECT_EQ(in_child([] {
                  drop_privileges(other_user);
                  return user_name(getuid()) + " " + user_name(geteuid());
              }),
              as_root("nobody nobody"));
}

TEST(ADroppedPrivilege, LeavesNoCapability) {
    EXPECT_EQ(in_child([] {
                  drop_privileges(other_user);
                  return effective_capabilities();
              }),
              as_root("0000000000000000"));
}

TEST(ADroppedPrivilege, LeavesNoGroupOfRoot) {
    EXPECT_EQ(in_child([] {
                  drop_privileges(other_user);
                  std::array<gid_t, 64> groups{};
                  const int count = getgroups(static_cast<int>(groups.size()), groups.data());
                  for (int i = 0; i < count; ++i)
                      if (groups[static_cast<std::size_t>(i)] == 0) return "still in group root";
                  return getgid() != 0 && getegid() != 0 ? "none" : "group root";
              }),
              as_root("none"));
}

TEST(ADroppedPrivilege, DoesNotComeBack) {
    EXPECT_EQ(in_child([] {
                  drop_privileges(other_user);
                  return setuid(0) == 0 || seteuid(0) == 0 || setgid(0) == 0 ? "came back" : "gone";
              }),
              as_root("gone"));
}

TEST(ADroppedPrivilege, CannotBeDroppedToARoot) {
    EXPECT_EQ(in_child([] {
                  drop_privileges(other_user);
                  drop_privileges("root");
                  return "became root";
              }),
              as_root("cannot run as user `root`: only root can become another user; start the program as root or as that user"));
}

TEST(ADroppedPrivilege, StaysDroppedWhenAskedAgain) {
    EXPECT_EQ(in_child([] {
                  drop_privileges(other_user);
                  drop_privileges(other_user);
                  return "twice";
              }),
              as_root("twice"));
}

TEST(ADroppedPrivilege, NeedsAUserThatExists) {
    EXPECT_EQ(in_child([] {
                  drop_privileges("no-such-user");
                  return "dropped";
              }),
              "cannot run as user `no-such-user`: there is no such user; create it, or change the setting `user`");
}

TEST(ADroppedPrivilege, IsNotAskedForWithoutAUser) {
    const auto before = geteuid();
    drop_privileges("");
    EXPECT_EQ(geteuid(), before);
}

}  // namespace
}  // namespace drs::runtime
