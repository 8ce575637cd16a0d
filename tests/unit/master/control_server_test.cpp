// SPDX-License-Identifier: Apache-2.0
// What the control socket tells of callers that say no request, and of requests that fail inside.
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "appliance.hpp"
#include "master/control_server.hpp"

namespace drs::test {
namespace {

using alarms::AlarmId;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class AControlServer : public Appliance, public testing::Test {
protected:
    AControlServer() : server_({executor(), settings, clock, *alarms, trace, *keys, nodes}, *service) {
        boost::asio::co_spawn(executor(), server_.run(), [this](std::exception_ptr) { serving_ = false; });
    }
    ~AControlServer() {
        wait(server_.stop());
        until([this] { return !serving_; });
    }
    std::string answer_to(const std::string& line) {
        const int caller = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        settings.paths.control_socket().string().copy(address.sun_path, sizeof address.sun_path - 1);
        EXPECT_EQ(::connect(caller, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        EXPECT_EQ(::send(caller, line.data(), line.size(), 0), static_cast<ssize_t>(line.size()));
        std::string answer;
        char piece[4096];
        until([&] {
            if (const auto got = ::recv(caller, piece, sizeof piece, MSG_DONTWAIT); got > 0) answer.append(piece, static_cast<std::size_t>(got));
            return answer.ends_with('\n');
        });
        ::close(caller);
        return answer;
    }
    std::string last_reason() const { return spool->after(0, 1000).back().detail.reason; }

private:
    master::ControlServer server_;
    bool serving_ = true;
};

TEST_F(AControlServer, TellsACallerThatSaysNoRequestOnceAMinute) {
    for (int i = 0; i < 3; ++i) EXPECT_THAT(answer_to("../../etc/shadow\n"), HasSubstr("\"kind\":\"usage\""));
    EXPECT_THAT(raised(), ElementsAre(AlarmId::security_violation));
    EXPECT_THAT(last_reason(), HasSubstr("on the control socket was thrown away: the request is not one line of JSON"));
    clock.time += std::chrono::minutes(1);
    answer_to("again\n");
    EXPECT_THAT(last_reason(), HasSubstr("2 attempts more"));
}

TEST_F(AControlServer, HasNoWordOfWhatAnOperatorMisspells) {
    EXPECT_THAT(answer_to("{\"request\":\"remove_device\",\"argument\":{\"name\":\"../x\"}}\n"), StartsWith("{\"answer\":\"refused\""));
    EXPECT_TRUE(raised().empty());
}

}  // namespace
}  // namespace drs::test
