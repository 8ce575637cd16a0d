// SPDX-License-Identifier: Apache-2.0
#include "alarms/syslog_sink.hpp"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <optional>

#include "alarms/app_id.hpp"
#include "runtime/error.hpp"
#include "scratch.hpp"

using namespace drs::alarms;
using drs::runtime::Error;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::ThrowsMessage;

namespace {

/// A syslog that reads only when told to.
class Receiver {
public:
    explicit Receiver(const std::filesystem::path& path) : path_(path), fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        ::unlink(path.c_str());
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.string().copy(address.sun_path, sizeof address.sun_path - 1);
        if (::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("no socket");
    }
    ~Receiver() { ::close(fd_); }

    bool has_mail() const {
        pollfd waiting{fd_, POLLIN, 0};
        return ::poll(&waiting, 1, 20'000) == 1;
    }
    /// The next `seq`.
    std::uint64_t read() const {
        char buffer[4096];
        if (!has_mail()) throw std::runtime_error("no datagram came");
        const std::string text(buffer, static_cast<std::size_t>(::recv(fd_, buffer, sizeof buffer, 0)));
        return std::stoull(text.substr(text.rfind("; seq='") + 7));
    }
    std::vector<std::uint64_t> read(int count) const {
        std::vector<std::uint64_t> all;
        while (count-- > 0) all.push_back(read());
        return all;
    }

private:
    std::filesystem::path path_;
    int fd_;
};

struct ASyslogSink : testing::Test {
    ScratchDirectory scratch;
    std::filesystem::path path = scratch.path / "log";
    drs::trace::Trace trace{{.directory = scratch.path / "trace", .prefix = "drfMA"}};
    Spool spool{scratch.path / "spool"};
    std::optional<SyslogSink> sink;

    void start() { sink.emplace(spool, SyslogSink::Options{path, "local7", "drfMA"}, trace); }
    void append(int count) {
        while (count-- > 0) spool.append(failure());
    }
};

}  // namespace

TEST_F(ASyslogSink, SendsWhatIsInTheSpoolAndWhatComes) {
    const Receiver receiver(path);
    append(2);
    start();
    EXPECT_THAT(receiver.read(2), ElementsAre(1, 2));
    append(1);
    EXPECT_EQ(receiver.read(), 3u);
    sink.reset();
    EXPECT_EQ(spool.position("syslog"), 3u);
}

TEST_F(ASyslogSink, PassesOverWhatIsForSnmpAlone) {
    const Receiver receiver(path);
    append(1);
    auto again = failure();
    again.state = State::active;
    spool.append(again);
    append(1);
    start();
    EXPECT_THAT(receiver.read(2), ElementsAre(1, 3));
}

TEST_F(ASyslogSink, WaitsForASocketThatIsNotThereYet) {
    start();
    append(3);
    const Receiver receiver(path);
    EXPECT_THAT(receiver.read(3), ElementsAre(1, 2, 3));
}

TEST_F(ASyslogSink, SendsAgainWhatADeadReceiverHadNotRead) {
    start();
    {
        const Receiver dies(path);
        append(4);
        EXPECT_EQ(dies.read(), 1u);
        ASSERT_TRUE(dies.has_mail());
    }
    const Receiver successor(path);
    const auto first = successor.read();
    EXPECT_LE(first, 2u);
    for (auto next = first + 1; next <= 4; ++next) EXPECT_EQ(successor.read(), next);
}

TEST_F(ASyslogSink, DoesNotCountAsDeliveredWhatNobodyRead) {
    const Receiver receiver(path);
    start();
    append(1);
    ASSERT_TRUE(receiver.has_mail());
    sink.reset();
    EXPECT_EQ(spool.position("syslog"), 0u);
}

TEST_F(ASyslogSink, KnowsItsReceiverAgainAfterAChangeOfTheSocketsMode) {
    const Receiver receiver(path);
    start();
    append(1);
    ASSERT_TRUE(receiver.has_mail());
    std::filesystem::permissions(path, std::filesystem::perms::all);  // as syslog-ng does after its bind(2)
    EXPECT_EQ(receiver.read(), 1u);
    sink.reset();
    EXPECT_EQ(spool.position("syslog"), 1u);
}

TEST_F(ASyslogSink, MovesItsPositionBehindWhatWasReadThoughMoreWaits) {
    const Receiver receiver(path);
    append(8);
    start();
    receiver.read(6);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (spool.position("syslog") == 0 && std::chrono::steady_clock::now() < end) ::poll(nullptr, 0, 5);
    EXPECT_GT(spool.position("syslog"), 0u);
    EXPECT_LE(spool.position("syslog"), 6u);
}

TEST_F(ASyslogSink, GoesOnBehindWhatTheSpoolHasDropped) {
    Spool small(scratch.path / "small", {.segment_bytes = 500, .total_bytes = 1500});
    for (int i = 0; i < 40; ++i) small.append(i % 2 == 0 ? news() : failure());
    const auto left = sequences(small.after(0, 100));
    ASSERT_LT(left.size(), 40u);
    const Receiver receiver(path);
    const SyslogSink other(small, {path, "local7", "drfMA"}, trace);
    EXPECT_EQ(receiver.read(static_cast<int>(left.size())), left);
}

TEST_F(ASyslogSink, OutlastsAFullQueue) {
    const Receiver receiver(path);
    append(1500);  // more than the kernel queues for one socket
    start();
    for (std::uint64_t expected = 1; expected <= 1500; ++expected) ASSERT_EQ(receiver.read(), expected);
}

TEST_F(ASyslogSink, PassesOverWhatALocalAgentHasSentItself) {
    const Receiver receiver(path);
    auto relayed = failure();
    relayed.relayed = true;
    relayed.app_id = local_agent_id;
    spool.append(relayed);
    append(1);
    start();
    EXPECT_EQ(receiver.read(), 2u);
}

TEST_F(ASyslogSink, TellsTheEndThatTheMasterHasMadeOfANodesAlarm) {
    const Receiver receiver(path);
    auto end = failure();
    end.relayed = true;
    end.reporting_node = "sub1";
    spool.append(end);
    start();
    EXPECT_EQ(receiver.read(), 1u);
}

TEST_F(ASyslogSink, GoesOnAfterARestartWhereItWas) {
    const Receiver receiver(path);
    append(2);
    start();
    receiver.read(2);
    sink.reset();
    append(1);
    start();
    EXPECT_EQ(receiver.read(), 3u);
}

TEST_F(ASyslogSink, StopsAtOnceWithoutAReceiver) {
    append(3);
    start();
    sink.reset();
    EXPECT_EQ(spool.position("syslog"), 0u);
    append(1);  // the spool still knows the sink that is gone
}

TEST_F(ASyslogSink, RefusesAnUnknownFacilityAndALongPath) {
    EXPECT_THAT([&] { SyslogSink(spool, {path, "local9", "drfMA"}, trace); }, ThrowsMessage<Error>(HasSubstr("`local9`")));
    EXPECT_THAT([&] { SyslogSink(spool, {std::string(108, 'x'), "local7", "drfMA"}, trace); }, ThrowsMessage<Error>(EndsWith("choose a shorter one")));
}

TEST_F(ASyslogSink, DoesNothingWhenNoSyslogIsConfigured) {
    path.clear();
    start();
    append(1);
    sink.reset();
    EXPECT_EQ(spool.position("syslog"), 0u);
}
