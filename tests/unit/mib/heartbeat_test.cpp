// SPDX-License-Identifier: Apache-2.0
#include "mib/heartbeat.hpp"

#include <gtest/gtest.h>

using namespace drs;
using namespace drs::mib;
using namespace std::chrono_literals;

TEST(AHeartbeat, ComesAnIntervalAfterTheStartAndThenEachInterval) {
    const Heartbeat::Clock::time_point start{};
    Heartbeat heartbeat(10s, start);
    EXPECT_FALSE(heartbeat.take(start + 9s));
    EXPECT_TRUE(heartbeat.take(start + 10s));
    EXPECT_FALSE(heartbeat.take(start + 19s));
    EXPECT_TRUE(heartbeat.take(start + 20s));
}

TEST(AHeartbeat, DoesNotMakeUpForThoseThatWereMissed) {
    const Heartbeat::Clock::time_point start{};
    Heartbeat heartbeat(10s, start);
    EXPECT_TRUE(heartbeat.take(start + 100s));
    EXPECT_FALSE(heartbeat.take(start + 100s));
    EXPECT_EQ(heartbeat.due(), start + 110s);
}

TEST(AHeartbeat, IsNeverDueWithoutAnInterval) {
    Heartbeat heartbeat(0s, {});
    EXPECT_EQ(heartbeat.due(), std::nullopt);
    EXPECT_FALSE(heartbeat.take(Heartbeat::Clock::time_point(1000s)));
}

TEST(AHeartbeat, CarriesTheLastSequenceAndTheNumberOfActiveAlarms) {
    control::Snapshot snapshot;
    snapshot.boot_epoch = 3;
    snapshot.node = "pub";
    snapshot.alarms.resize(1);
    const auto record = heartbeat_record(snapshot, 41, {});
    EXPECT_EQ(record.sequence, 41u);
    EXPECT_EQ(record.boot_epoch, 3u);
    EXPECT_EQ(record.id, alarms::AlarmId::heartbeat);
    EXPECT_EQ(record.detail.reason, "the Master Agent lives; 1 alarm is active");
}
