// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <map>
#include <optional>

#include "alarms/alarms.hpp"
#include "alarms/syslog_sink.hpp"
#include "syslog_ng.hpp"
#include "unit/alarms/scratch.hpp"

using namespace drs::alarms;
using drs::test::eventually;
using drs::test::Message;
using testing::AllOf;
using testing::AnyOf;
using testing::SizeIs;
using testing::StartsWith;

namespace {

struct ASyslogNg : testing::Test {
    ScratchDirectory scratch;
    drs::runtime::SystemClock clock;
    drs::trace::Trace trace{{.directory = scratch.path / "trace", .prefix = "drfMA"}};
    Spool spool{scratch.path / "spool"};
    Alarms alarms{spool, {"Cisco DRF Master", "StandAloneCluster", "pub", 1}, clock, trace};
    drs::test::SyslogNg syslog{scratch.path};
    std::optional<SyslogSink> sink{std::in_place, spool, SyslogSink::Options{syslog.socket(), "local7", "drfMA"}, trace};

    void raise(int count) {
        while (count-- > 0) alarms.raise(AlarmId::backup_in_progress, {.reason = "a backup runs", .device = "nightly", .job = 7});
    }
    bool all_read() {
        return eventually([&] { return spool.position("syslog") == spool.last_sequence(); });
    }
    std::map<std::uint64_t, int> times_each_came() const {
        std::map<std::uint64_t, int> times;
        for (const auto& message : syslog.messages()) ++times[std::stoull(message.sequence)];
        return times;
    }
    std::vector<Message> messages_about(const std::string& reason) {
        syslog.start();
        alarms.raise(AlarmId::security_violation, {.reason = reason});
        EXPECT_TRUE(all_read());
        syslog.stop();
        return syslog.messages();
    }
};

std::vector<std::uint64_t> twice(const std::map<std::uint64_t, int>& times) {
    std::vector<std::uint64_t> all;
    for (const auto& [sequence, count] : times) {
        EXPECT_LE(count, 2) << sequence;
        if (count == 2) all.push_back(sequence);
    }
    return all;
}

MATCHER(IsOneRun, "follows without a gap") { return arg.back() - arg.front() + 1 == arg.size(); }

}  // namespace

TEST_F(ASyslogNg, GetsEachOfAThousandAlarmsAlsoWhenItIsRestarted) {
    syslog.start();
    raise(500);
    syslog.stop();
    raise(200);
    syslog.start();
    raise(300);
    ASSERT_TRUE(all_read());
    syslog.stop();

    const auto times = times_each_came();
    EXPECT_THAT(times, SizeIs(1000));
    EXPECT_THAT(twice(times), AnyOf(SizeIs(0), AllOf(SizeIs(testing::Le(64)), IsOneRun())));
}

TEST_F(ASyslogNg, GetsAgainWhatItHadNotReadWhenItWasKilled) {
    syslog.start();
    syslog.freeze();
    raise(40);
    syslog.kill();
    syslog.start();
    ASSERT_TRUE(all_read());
    syslog.stop();
    EXPECT_THAT(times_each_came(), SizeIs(40));
}

TEST_F(ASyslogNg, ReadsTheTagsWithItsOwnParser) {
    syslog.start();
    alarms.raise(AlarmId::sftp_failure, {.reason = "no answer", .device = "it's \\ a; b=c \\", .job = 12});
    ASSERT_TRUE(all_read());
    syslog.stop();
    ASSERT_THAT(syslog.messages(), SizeIs(1));
    const auto message = syslog.messages()[0];
    EXPECT_EQ(message.facility_and_level, "local7.err");
    EXPECT_EQ(message.program, "drfMA");
    EXPECT_EQ(message.sequence, "1");
    EXPECT_EQ(message.state, "raised");
    EXPECT_EQ(message.job, "12");
    EXPECT_EQ(message.device, "it's \\ a; b=c \\");
    EXPECT_THAT(message.text, StartsWith("%UC_DRF-3-CiscoDRFSftpFailure: %[Reason=no answer][AppID=Cisco DRF Master]"));
}

TEST_F(ASyslogNg, IsNotDeceivedByAHostileReason) {
    std::size_t raised = 0;
    for (const std::string hostile : {"x; job='666', device='forged'", "'", "\"", "x='", "a\njob=666 device=forged", "\\', job='666'", "x]: t; job=\"666\""}) {
        const auto messages = messages_about(hostile);
        // Around a restart of the receiver one may come twice, but never as another one.
        ASSERT_THAT(times_each_came(), SizeIs(++raised)) << hostile;
        EXPECT_EQ(messages.back().sequence, std::to_string(raised)) << messages.back().text;
        EXPECT_EQ(messages.back().state, "event") << messages.back().text;
        EXPECT_EQ(messages.back().job + messages.back().device, "") << messages.back().text;
    }
}

TEST_F(ASyslogNg, HearsOfTheEndOfAnAlarm) {
    syslog.start();
    alarms.raise(AlarmId::la2ma_failure, {.reason = "refused"});
    alarms.clear(AlarmId::la2ma_failure, {.reason = "connected"});
    ASSERT_TRUE(all_read());
    syslog.stop();
    ASSERT_THAT(syslog.messages(), SizeIs(2));
    EXPECT_EQ(syslog.messages()[1].facility_and_level, "local7.info");
    EXPECT_EQ(syslog.messages()[1].state, "cleared");
}
