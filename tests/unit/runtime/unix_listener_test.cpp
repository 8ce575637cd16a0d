// SPDX-License-Identifier: Apache-2.0
#include "runtime/unix_listener.hpp"

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "runtime/error.hpp"
#include "tests/support/cpp/on_io_thread.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::runtime {
namespace {

using testing::HasSubstr;

/// A caller's end.
class Caller {
public:
    explicit Caller(const std::filesystem::path& path) : fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        connected_ = connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    ~Caller() { close(fd_); }
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;
    bool connected() const { return connected_; }
    void say(const std::string& text) const { EXPECT_EQ(write(fd_, text.data(), text.size()), static_cast<ssize_t>(text.size())); }
    void hang_up() const { shutdown(fd_, SHUT_RDWR); }

private:
    int fd_;
    bool connected_ = false;
};

class AUnixListener : public testing::Test {
protected:
    test::IoThread io;
    test::TemporaryDirectory home;
    std::filesystem::path path = home.path() / "control.sock";
    std::string refusal(const std::filesystem::path& at) {
        try {
            const UnixListener listener(io.executor(), at);
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    }
    std::string heard(Stream& stream) {
        std::array<std::byte, 100> bytes{};
        const auto size = io.run(stream.read_some(bytes));
        return {reinterpret_cast<const char*>(bytes.data()), size};
    }
};

TEST_F(AUnixListener, KnowsWhoCalls) {
    UnixListener listener(io.executor(), path);
    const Caller caller(path);
    const auto connection = io.run(listener.accept());
    EXPECT_EQ(connection.peer.uid, getuid());
    EXPECT_EQ(connection.peer.pid, getpid());
    EXPECT_THAT(connection.peer.text(), HasSubstr("(uid " + std::to_string(getuid()) + ")"));
}

TEST_F(AUnixListener, BringsWhatTheCallerSaysAndThenItsEnd) {
    UnixListener listener(io.executor(), path);
    const Caller caller(path);
    const auto connection = io.run(listener.accept());
    caller.say("hello");
    EXPECT_EQ(heard(*connection.stream), "hello");
    caller.hang_up();
    EXPECT_EQ(heard(*connection.stream), "");
}

TEST_F(AUnixListener, ReplacesASocketThatNobodyListensOn) {
    const int left = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    ASSERT_EQ(bind(left, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    close(left);
    UnixListener listener(io.executor(), path);
    EXPECT_TRUE(Caller(path).connected());
}

TEST_F(AUnixListener, RefusesASocketThatSomebodyListensOn) {
    const UnixListener listener(io.executor(), path);
    EXPECT_EQ(refusal(path), "another Master Agent already listens on " + path.string());
    EXPECT_TRUE(Caller(path).connected());
}

TEST_F(AUnixListener, RemovesItsSocketWhenItGoes) {
    { const UnixListener listener(io.executor(), path); }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(AUnixListener, NamesAPathThatCannotBeASocket) {
    EXPECT_THAT(refusal(home.path() / std::string(200, 'x')), HasSubstr("cannot listen on " + home.path().string()));
    EXPECT_THAT(refusal(home.path() / "absent/control.sock"), HasSubstr("cannot listen on " + home.path().string()));
}

TEST(AnOperator, IsRootOrOurselvesOrInTheGroup) {
    EXPECT_TRUE(may_operate(0, ""));
    EXPECT_TRUE(may_operate(getuid(), ""));
    EXPECT_FALSE(may_operate(65534, ""));
    EXPECT_TRUE(may_operate(65534, "nogroup"));
    EXPECT_FALSE(may_operate(65534, "daemon"));
    EXPECT_FALSE(may_operate(65534, "no-such-group"));
    EXPECT_FALSE(may_operate(4'000'000'000, "nogroup"));
}

}  // namespace
}  // namespace drs::runtime
