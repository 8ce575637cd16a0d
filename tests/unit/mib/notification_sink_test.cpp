// SPDX-License-Identifier: Apache-2.0
#include "mib/notification_sink.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "runtime/error.hpp"

using namespace drs;
using namespace drs::mib;
using namespace std::chrono_literals;

namespace {

struct FakeSender final : Sender {
    bool connected = true;
    bool answers_at_once = false;
    bool refuses = false;
    std::vector<std::uint64_t> sent, once;
    unsigned forgotten = 0;

    bool ready() const override { return connected; }
    bool send(const alarms::Record& record) override {
        if (refuses) throw runtime::Error(runtime::Fault::network, "The link is down.");
        sent.push_back(record.sequence);
        return answers_at_once;
    }
    void send_once(const alarms::Record& record) override {
        if (refuses) throw runtime::Error(runtime::Fault::network, "The link is down.");
        once.push_back(record.sequence);
    }
    void forget() override { ++forgotten; }
    std::chrono::milliseconds pause() const override { return 20ms; }
};

struct ANotificationSink : testing::Test {
    std::filesystem::path directory =
        std::filesystem::path(testing::TempDir()) / ("sink-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    trace::Trace trace;
    FakeSender sender;
    NotificationSink::Clock::time_point now = NotificationSink::Clock::now();
    std::unique_ptr<alarms::Spool> spool;

    ANotificationSink() {
        std::filesystem::remove_all(directory);
        spool = std::make_unique<alarms::Spool>(directory);
    }
    ~ANotificationSink() override {
        spool.reset();
        std::filesystem::remove_all(directory);
    }
    NotificationSink sink() { return {*spool, sender, trace}; }
    void append(unsigned count) {
        alarms::Record record;
        record.id = alarms::AlarmId::backup_failure;
        for (unsigned i = 0; i < count; ++i) spool->append(record);
    }
    void work(NotificationSink& sink, unsigned passes) {
        for (unsigned i = 0; i < passes; ++i) sink.work(now += 20ms);
    }
    std::uint64_t position() { return spool->position("snmp"); }
};

}  // namespace

TEST_F(ANotificationSink, LeavesAtMostAWindowUnanswered) {
    append(100);
    auto sink = this->sink();
    work(sink, 10);
    EXPECT_EQ(sender.sent.size(), NotificationSink::window);
    EXPECT_EQ(sink.due(), std::nullopt);
    EXPECT_EQ(sink.waiting(), 100u);
}

TEST_F(ANotificationSink, StoresAPositionOnlyUpToTheFirstUnanswered) {
    append(3);
    auto sink = this->sink();
    work(sink, 1);
    sink.answered(2, "");
    work(sink, 1);
    EXPECT_EQ(position(), 0u);
    sink.answered(1, "");
    work(sink, 1);
    EXPECT_EQ(position(), 2u);
    EXPECT_EQ(sink.waiting(), 1u);
}

TEST_F(ANotificationSink, SendsAgainFromTheOneThatFailedASecondLater) {
    append(3);
    auto sink = this->sink();
    work(sink, 1);
    sink.answered(1, "");
    sink.answered(2, "snmpd does not answer.");
    sender.sent.clear();
    work(sink, 1);
    EXPECT_TRUE(sender.sent.empty());
    sink.work(now += NotificationSink::retry_after);
    EXPECT_EQ(sender.sent, (std::vector<std::uint64_t>{2, 3}));
    EXPECT_EQ(position(), 1u);
}

TEST_F(ANotificationSink, KeepsARecordThatCannotBeHandedOver) {
    append(2);
    sender.refuses = true;
    auto sink = this->sink();
    work(sink, 1);
    EXPECT_EQ(sink.waiting(), 2u);
    sender.refuses = false;
    work(sink, 1);  // notes the failure and waits
    sink.work(now += NotificationSink::retry_after);
    EXPECT_EQ(sender.sent, (std::vector<std::uint64_t>{1, 2}));
}

TEST_F(ANotificationSink, SendsNothingWhileDisconnectedAndAllOfItAfterwards) {
    append(2);
    auto sink = this->sink();
    work(sink, 1);
    sender.connected = false;
    sink.start_over();
    append(1);
    sender.sent.clear();
    work(sink, 3);
    EXPECT_TRUE(sender.sent.empty());
    sender.connected = true;
    work(sink, 1);
    EXPECT_EQ(sender.sent, (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST_F(ANotificationSink, IgnoresAnAnswerToWhatItHasStartedOver) {
    append(1);
    auto sink = this->sink();
    work(sink, 1);
    sink.start_over();
    sink.answered(1, "");
    work(sink, 1);
    EXPECT_EQ(position(), 0u);
    EXPECT_EQ(sender.forgotten, 1u);
}

TEST_F(ANotificationSink, PausesBetweenTwoBatches) {
    append(40);
    sender.answers_at_once = true;
    auto sink = this->sink();
    sink.work(now);
    EXPECT_EQ(sender.sent.size(), NotificationSink::batch);
    EXPECT_EQ(sink.due(), now + 20ms);
    sink.work(now + 19ms);
    EXPECT_EQ(sender.sent.size(), NotificationSink::batch);
    sink.work(now + 20ms);
    EXPECT_EQ(sender.sent.size(), 2 * NotificationSink::batch);
}

TEST_F(ANotificationSink, GoesOnAfterARestartWhereItWas) {
    append(2);
    sender.answers_at_once = true;
    {
        auto first = sink();
        work(first, 2);
    }
    append(1);
    auto second = sink();
    work(second, 1);
    EXPECT_EQ(sender.sent, (std::vector<std::uint64_t>{1, 2, 3}));
}

TEST_F(ANotificationSink, SendsAHeartbeatNowOrNever) {
    auto sink = this->sink();
    alarms::Record heartbeat;
    heartbeat.sequence = 7;
    sender.connected = false;
    sink.beat(heartbeat);
    sender.connected = true;
    sender.refuses = true;
    sink.beat(heartbeat);
    sender.refuses = false;
    heartbeat.sequence = 8;
    sink.beat(heartbeat);
    work(sink, 2);
    EXPECT_THAT(sender.once, testing::ElementsAre(8));
    EXPECT_EQ(position(), 0u);
}
