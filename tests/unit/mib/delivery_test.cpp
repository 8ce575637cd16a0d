// SPDX-License-Identifier: Apache-2.0
#include "mib/delivery.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "runtime/error.hpp"

using namespace drs;
using namespace drs::mib;
using namespace std::chrono_literals;
using testing::ElementsAre;

namespace {

constexpr const char* sink = "snmp:noc";

struct FakeLink final : ReceiverLink {
    bool knows_engine = true;
    bool broken = false;
    std::vector<std::uint64_t> sent;  // sequences
    std::vector<std::uint64_t> keys;
    unsigned doubts = 0;

    bool send(const alarms::Record& record, std::uint64_t key) override {
        if (broken) throw runtime::Error(runtime::Fault::network, "The network is unreachable.");
        if (!knows_engine) return false;
        sent.push_back(record.sequence);
        keys.push_back(key);
        return true;
    }
    void doubt() override { ++doubts; }
};

alarms::Record heartbeat(std::uint64_t sequence) {
    alarms::Record record;
    record.id = alarms::AlarmId::heartbeat;
    record.sequence = sequence;
    return record;
}

struct ADelivery : testing::Test {
    std::filesystem::path directory =
        std::filesystem::path(testing::TempDir()) / ("delivery-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    trace::Trace trace;
    FakeLink link;
    Delivery::Clock::time_point now = Delivery::Clock::now();
    Receiver receiver{.name = "noc", .address = "127.0.0.1:162", .rate = 1000};
    std::unique_ptr<alarms::Spool> spool;
    std::unique_ptr<Delivery> delivery;

    ADelivery() { std::filesystem::remove_all(directory); }
    ~ADelivery() override {
        delivery.reset();
        spool.reset();
        std::filesystem::remove_all(directory);
    }
    void start() {
        delivery.reset();
        spool.reset();
        spool = std::make_unique<alarms::Spool>(directory);
        delivery = std::make_unique<Delivery>(receiver, sink, *spool, link, trace);
    }
    void append(unsigned count) {
        alarms::Record record;
        record.id = alarms::AlarmId::backup_failure;
        for (unsigned i = 0; i < count; ++i) spool->append(record);
    }
    void work_after(Delivery::Clock::duration time) { delivery->work(now += time); }
    void answer() { delivery->answered(link.keys.back(), 1ms, now); }
    std::uint64_t position() { return spool->position(sink); }
};

}  // namespace

TEST_F(ADelivery, WaitsForTheAnswerBeforeTheNextAlarm) {
    start();
    append(3);
    for (int i = 0; i < 10; ++i) work_after(10ms);
    EXPECT_THAT(link.sent, ElementsAre(1));
    EXPECT_EQ(position(), 0u);
    answer();
    EXPECT_EQ(position(), 1u);
    work_after(10ms);
    EXPECT_THAT(link.sent, ElementsAre(1, 2));
}

TEST_F(ADelivery, SendsAgainWhatIsNotAnsweredAtGrowingDistance) {
    start();
    append(1);
    work_after(1ms);
    std::vector<Delivery::Clock::duration> waits;
    for (int i = 0; i < 30; ++i) {
        waits.push_back(*delivery->due() - now);
        work_after(waits.back());
    }
    EXPECT_EQ(link.sent.size(), 31u);
    EXPECT_EQ(waits.front(), 1s);
    EXPECT_TRUE(std::ranges::is_sorted(waits));
    EXPECT_EQ(waits.back(), 30s);
    EXPECT_EQ(delivery->state().status, ReceiverStatus::silent);
    EXPECT_EQ(delivery->state().retried, 30u);
}

TEST_F(ADelivery, DoubtsWhoAReceiverIsThatHasNotAnsweredForFiveSeconds) {
    start();
    append(1);
    work_after(1ms);
    for (int i = 0; i < 4; ++i) work_after(1s);
    EXPECT_EQ(link.doubts, 0u);
    EXPECT_NE(delivery->state().status, ReceiverStatus::silent);
    for (int i = 0; i < 20; ++i) work_after(1s);
    EXPECT_GT(link.doubts, 0u);
    EXPECT_EQ(delivery->state().status, ReceiverStatus::silent);
}

TEST_F(ADelivery, CountsALateAnswerAndOnlyOnce) {
    start();
    append(2);
    work_after(1ms);
    work_after(1s);
    delivery->answered(link.keys.front(), 1001ms, now);
    delivery->answered(link.keys.front(), 1ms, now);
    EXPECT_EQ(delivery->state().delivered, 1u);
    EXPECT_EQ(position(), 1u);
}

TEST_F(ADelivery, BeginsWithTheAlarmsAfterItsReceiverWasAdded) {
    receiver.name = "noc";
    spool = std::make_unique<alarms::Spool>(directory);
    append(5);
    start();
    append(1);
    work_after(10ms);
    EXPECT_THAT(link.sent, ElementsAre(6));
}

TEST_F(ADelivery, GoesOnAfterARestartWithTheFirstThatWasNotAnswered) {
    start();
    append(3);
    work_after(10ms);
    answer();
    work_after(10ms);
    start();
    work_after(10ms);
    EXPECT_THAT(link.sent, ElementsAre(1, 2, 2));
}

TEST_F(ADelivery, KeepsWhatTheReceiverRefuses) {
    start();
    append(2);
    work_after(10ms);
    delivery->refused("It refuses the notification: unknown user.");
    EXPECT_EQ(delivery->state().status, ReceiverStatus::refusing);
    EXPECT_EQ(delivery->state().queued, 2u);
    work_after(1s);
    EXPECT_THAT(link.sent, ElementsAre(1, 1));
    answer();
    EXPECT_EQ(delivery->state().status, ReceiverStatus::delivering);
    EXPECT_EQ(delivery->state().last_error, "It refuses the notification: unknown user.");
}

TEST_F(ADelivery, KeepsWhatTheSystemDoesNotTake) {
    start();
    append(1);
    link.broken = true;
    work_after(10ms);
    EXPECT_EQ(delivery->state().last_error, "The network is unreachable.");
    link.broken = false;
    work_after(2s);
    answer();
    EXPECT_EQ(position(), 1u);
}

TEST_F(ADelivery, SendsAtOnceWhenTheReceiversEngineIsKnown) {
    start();
    append(1);
    link.knows_engine = false;
    work_after(10ms);
    link.knows_engine = true;
    delivery->reachable(now);
    EXPECT_EQ(delivery->due(), now);
    work_after(0ms);
    EXPECT_THAT(link.sent, ElementsAre(1));
    EXPECT_EQ(delivery->state().retried, 0u);
}

TEST_F(ADelivery, PacesTrapsAndCountsThemWhenTheyAreSent) {
    receiver.kind = ReceiverKind::trap;
    receiver.rate = 100;
    start();
    append(3);
    work_after(1ms);
    EXPECT_THAT(link.sent, ElementsAre(1));
    EXPECT_EQ(delivery->due(), now + 10ms);
    work_after(9ms);
    EXPECT_EQ(link.sent.size(), 1u);
    work_after(1ms);
    EXPECT_EQ(position(), 2u);
}

TEST_F(ADelivery, RepeatsATrapThatTheSystemDidNotTakeAndCountsItOnce) {
    receiver.kind = ReceiverKind::trap;
    start();
    append(1);
    link.broken = true;
    work_after(1ms);
    link.broken = false;
    work_after(2s);
    work_after(10s);
    EXPECT_THAT(link.sent, ElementsAre(1));
    EXPECT_EQ(delivery->state().delivered, 1u);
}

TEST_F(ADelivery, AsksASilentReceiverWithOneInformOnly) {
    receiver.window = 4;
    start();
    append(8);
    for (int i = 0; i < 4; ++i) work_after(1ms);
    EXPECT_THAT(link.sent, ElementsAre(1, 2, 3, 4));
    for (int i = 0; i < 10; ++i) work_after(30s);
    link.sent.clear();
    work_after(30s);
    EXPECT_THAT(link.sent, ElementsAre(1));
}

TEST_F(ADelivery, SendsAHeartbeatToAReceiverThatWaitsForNoAlarmAndMovesNoPosition) {
    start();
    delivery->beat(heartbeat(77));
    append(1);
    work_after(10ms);
    answer();
    EXPECT_EQ(position(), 0u);
    work_after(10ms);
    delivery->beat(heartbeat(78));
    answer();
    work_after(10ms);
    EXPECT_THAT(link.sent, ElementsAre(77, 1));
    EXPECT_EQ(delivery->state().delivered, 1u);
}

TEST_F(ADelivery, RepeatsOnlyTheNewestHeartbeat) {
    start();
    delivery->beat(heartbeat(77));
    work_after(10ms);
    for (std::uint64_t sequence = 78; sequence < 80; ++sequence) delivery->beat(heartbeat(sequence));
    work_after(30s);
    answer();
    work_after(30s);
    EXPECT_THAT(link.sent, ElementsAre(77, 79));
}

TEST(AnAnswerTime, FollowsTheAnswers) {
    AnswerTime time(20ms);
    EXPECT_EQ(time.wait(1), 1s);
    for (int i = 0; i < 50; ++i) time.seen(1ms);
    EXPECT_EQ(time.wait(1), 20ms);
    for (int i = 0; i < 50; ++i) time.seen(300ms);
    EXPECT_GE(time.wait(1), 300ms);
    EXPECT_LT(time.wait(1), 1s);
}
