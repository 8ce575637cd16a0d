// SPDX-License-Identifier: Apache-2.0
#include "wire/flow.hpp"

#include <gmock/gmock.h>

#include "runtime/error.hpp"
#include "runtime/task_group.hpp"
#include "tests/support/cpp/on_io_thread.hpp"
#include "wire/codec.hpp"

namespace drs::wire {
namespace {

using runtime::Awaitable;
using testing::ElementsAre;

std::vector<std::byte> piece(std::size_t size, int value = 1) { return std::vector<std::byte>(size, static_cast<std::byte>(value)); }

class AFlow : public testing::Test {
protected:
    test::IoThread io;
    CreditGate gate{io.executor()};
    Inbox inbox{io.executor()};
    std::vector<std::string> happened;
    runtime::TaskGroup tasks{io.executor(), [this](const std::string& name, const std::string& what) { happened.push_back(name + ": " + what); }};

    void go_on() {
        io.run([]() -> Awaitable<void> { co_return; }());
    }
    void wait_for_all() { EXPECT_TRUE(io.run(tasks.join(std::chrono::seconds(10)))); }
    Awaitable<void> take(std::uint64_t bytes, std::string name) {
        co_await gate.take(bytes);
        happened.push_back(name);
    }
    Awaitable<void> next() {
        const auto got = co_await inbox.next();
        happened.push_back(got ? std::to_string(got->size()) : "end");
    }
};

TEST_F(AFlow, LetsASenderSendWhatItHasCreditFor) {
    gate.add(100);
    io.run(gate.take(60));
    io.run(gate.take(40));
    tasks.spawn("sender", take(1, "sent"));
    go_on();
    EXPECT_TRUE(happened.empty());
    gate.add(1);
    wait_for_all();
    EXPECT_THAT(happened, ElementsAre("sent"));
}

TEST_F(AFlow, LetsASenderWaitUntilItsWholePieceFits) {
    gate.add(50);
    tasks.spawn("sender", take(60, "sent"));
    go_on();
    EXPECT_TRUE(happened.empty());
    gate.add(10);
    wait_for_all();
    EXPECT_THAT(happened, ElementsAre("sent"));
}

TEST_F(AFlow, TellsAWaitingSenderThatItFailed) {
    tasks.spawn("sender", take(1, "sent"));
    go_on();
    gate.fail("the node is gone");
    gate.fail("a later reason");
    wait_for_all();
    EXPECT_THAT(happened, ElementsAre("sender: the node is gone"));
    EXPECT_THROW(io.run(gate.take(0)), runtime::Error);
}

TEST_F(AFlow, GivesPiecesInTheirOrderAndThenTheEnd) {
    for (const std::size_t size : {1U, 2U, 3U}) inbox.put(piece(size));
    inbox.end();
    for (int i = 0; i < 5; ++i) io.run(next());
    EXPECT_THAT(happened, ElementsAre("1", "2", "3", "end", "end"));
}

TEST_F(AFlow, WakesAReaderThatWaits) {
    tasks.spawn("reader", next());
    go_on();
    inbox.put(piece(4));
    wait_for_all();
    EXPECT_THAT(happened, ElementsAre("4"));
}

TEST_F(AFlow, TellsAWaitingReaderThatItFailed) {
    tasks.spawn("reader", next());
    go_on();
    inbox.fail("the node is gone");
    wait_for_all();
    EXPECT_THAT(happened, ElementsAre("reader: the node is gone"));
}

TEST_F(AFlow, PassesOverAnEmptyPiece) {
    inbox.put({});
    inbox.put(piece(2));
    io.run(next());
    EXPECT_THAT(happened, ElementsAre("2"));
}

TEST_F(AFlow, RefusesDataAfterTheEnd) {
    inbox.end();
    EXPECT_THROW(inbox.put(piece(1)), ProtocolError);
}

TEST_F(AFlow, RefusesMoreThanTheWindow) {
    for (std::uint64_t sent = 0; sent < credit_window; sent += longest_data) inbox.put(piece(longest_data));
    EXPECT_THROW(inbox.put(piece(1)), ProtocolError);
}

TEST_F(AFlow, CountsWhatWasTakenOutUntilItIsCredited) {
    inbox.put(piece(credit_window));
    io.run(next());
    EXPECT_THROW(inbox.put(piece(1)), ProtocolError);
}

TEST_F(AFlow, GivesCreditBackInPortionsWorthAMessage) {
    inbox.put(piece(credit_window / 8 - 1));
    inbox.put(piece(1));
    io.run(next());
    EXPECT_EQ(inbox.credit_due(), 0U);
    io.run(next());
    EXPECT_EQ(inbox.credit_due(), credit_window / 8);
    EXPECT_EQ(inbox.credit_due(), 0U);
}

TEST_F(AFlow, KeepsASenderAndAReaderGoingForMoreThanAWindow) {
    gate.add(credit_window);
    std::uint64_t taken = 0;
    for (int i = 0; i < 100; ++i) {
        io.run(gate.take(longest_data));
        inbox.put(piece(longest_data));
        io.run(next());
        taken += longest_data;
        if (const auto due = inbox.credit_due(); due > 0) gate.add(due);
    }
    EXPECT_GT(taken, credit_window);
}

}  // namespace
}  // namespace drs::wire
