// SPDX-License-Identifier: Apache-2.0
#include "master/alarm_log_follower.hpp"

#include <gtest/gtest.h>

#include "appliance.hpp"

namespace drs::test {
namespace {

struct AnAlarmLogFollower : testing::Test, MasterHome {
    boost::asio::io_context io;
    SetClock clock;
    trace::Trace trace;
    alarms::Spool spool{settings.paths.spool("master")};
    alarms::Alarms alarms{spool, {"Cisco DRF Master", "cluster1", "node1", 1}, clock, trace};
    master::KeyRing keys{settings.paths, "node1", "now"};
    master::NodeRegistry nodes;
    master::Means means{io.get_executor(), settings, clock, alarms, trace, keys, nodes};

    AnAlarmLogFollower() { settings.alarm.log_rows = 10; }
    void raise(int times) {
        for (int i = 0; i < times; ++i) alarms.raise(alarms::AlarmId::backup_in_progress, {.reason = "busy"});
    }
};

}  // namespace

TEST_F(AnAlarmLogFollower, BeginsWithWhatTheSpoolHas) {
    raise(25);
    master::AlarmLogFollower follower(means);
    const auto& log = follower.read_on();
    ASSERT_EQ(log.size(), 10u);
    EXPECT_EQ(log[0].sequence, 16u);
    EXPECT_EQ(log[9].sequence, 25u);
    EXPECT_EQ(log.flushed(), 15u);
}

TEST_F(AnAlarmLogFollower, GoesOnWithWhatIsNew) {
    master::AlarmLogFollower follower(means);
    EXPECT_EQ(follower.read_on().size(), 0u);
    raise(3);
    EXPECT_EQ(follower.read_on().size(), 3u);
    raise(1);
    ASSERT_EQ(follower.read_on().size(), 4u);
    EXPECT_EQ(follower.read_on()[3].sequence, 4u);
}

TEST_F(AnAlarmLogFollower, ReadsOnlyAsMuchOfABurstAsItKeeps) {
    master::AlarmLogFollower follower(means);
    raise(3);
    follower.read_on();
    raise(30);
    const auto& log = follower.read_on();
    ASSERT_EQ(log.size(), 10u);
    EXPECT_EQ(log[0].sequence, 24u);
    EXPECT_EQ(log.flushed(), 23u);
}

}  // namespace drs::test
