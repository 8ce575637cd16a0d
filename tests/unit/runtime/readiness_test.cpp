// SPDX-License-Identifier: Apache-2.0
#include "runtime/readiness.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <filesystem>

#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

/// The service manager's end: a datagram socket at a path or, by the kernel's own choice, at an abstract name.
class ServiceManager {
public:
    explicit ServiceManager(const std::string& path = "") : fd_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.data(), path.size());
        // Only the family: the kernel picks an abstract name (unix(7), autobind).
        socklen_t size = path.empty() ? sizeof(sa_family_t) : sizeof address;
        EXPECT_EQ(bind(fd_, reinterpret_cast<const sockaddr*>(&address), size), 0);
        size = sizeof address;
        getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
        name_ = path.empty() ? "@" + std::string(address.sun_path + 1, size - offsetof(sockaddr_un, sun_path) - 1) : path;
    }
    ~ServiceManager() { close(fd_); }
    ServiceManager(const ServiceManager&) = delete;
    ServiceManager& operator=(const ServiceManager&) = delete;

    const std::string& name() const { return name_; }
    /// The oldest message; empty when there is none.
    std::string heard() const {
        std::array<char, 256> text{};
        const auto size = recv(fd_, text.data(), text.size(), MSG_DONTWAIT);
        return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : std::string();
    }

private:
    int fd_;
    std::string name_;
};

/// Speaks to `socket` while it lives.
class Speaking {
public:
    explicit Speaking(const std::string& socket_name) { setenv("NOTIFY_SOCKET", socket_name.c_str(), 1); }
    ~Speaking() { unsetenv("NOTIFY_SOCKET"); }
    Speaking(const Speaking&) = delete;
    Speaking& operator=(const Speaking&) = delete;
};

TEST(Readiness, IsToldToAnAbstractSocket) {
    const ServiceManager manager;
    const Speaking speaking(manager.name());
    notify_ready();
    EXPECT_EQ(manager.heard(), "READY=1");
    EXPECT_EQ(manager.heard(), "");
}

TEST(Readiness, IsToldToASocketWithAPath) {
    std::string directory = std::filesystem::temp_directory_path() / "drs-notify-XXXXXX";
    ASSERT_NE(mkdtemp(directory.data()), nullptr);
    {
        const ServiceManager manager(directory + "/notify");
        const Speaking speaking(manager.name());
        notify_stopping();
        EXPECT_EQ(manager.heard(), "STOPPING=1");
    }
    std::filesystem::remove_all(directory);
}

TEST(Readiness, KeepsAStatusToOneLine) {
    const ServiceManager manager;
    const Speaking speaking(manager.name());
    notify_status("backup 7\nREADY=1");
    EXPECT_EQ(manager.heard(), "STATUS=backup 7 READY=1");
}

TEST(Readiness, IsToldToNobodyWithoutASocket) {
    unsetenv("NOTIFY_SOCKET");
    EXPECT_NO_THROW(notify_ready());
    const Speaking speaking("");
    EXPECT_NO_THROW(notify_ready());
}

TEST(Readiness, SaysWhenNobodyListens) {
    const Speaking speaking("/nonexistent/notify");
    try {
        notify_ready();
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.fault(), Fault::network);
        EXPECT_STREQ(error.what(), "service manager at NOTIFY_SOCKET `/nonexistent/notify` cannot be told of our state: No such file or directory; "
                                   "start the daemon from its unit, or without NOTIFY_SOCKET");
    }
}

TEST(Readiness, RefusesANameThatIsNoSocket) {
    for (const auto& name : {std::string("notify"), "/" + std::string(200, 'a')}) {
        const Speaking speaking(name);
        EXPECT_THROW(notify_ready(), Error) << name;
    }
}

}  // namespace
}  // namespace drs::runtime
