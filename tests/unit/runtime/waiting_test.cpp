// SPDX-License-Identifier: Apache-2.0
// What coroutines wait on: events, deadlines, and the group they are cancelled in.
#include <gmock/gmock.h>

#include "runtime/deadline.hpp"
#include "runtime/event.hpp"
#include "runtime/task_group.hpp"
#include "tests/support/cpp/on_io_thread.hpp"

namespace drs::runtime {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr auto long_enough = std::chrono::seconds(30);
constexpr auto at_once = std::chrono::milliseconds(1);

class AWait : public testing::Test {
protected:
    test::IoThread io;
    Event event{io.executor()};
    std::vector<std::string> ended, failed;
    TaskGroup tasks{io.executor(), [this](const std::string& name, const std::string& what) { failed.push_back(name + ": " + what); }};

    void go_on() {
        io.run([]() -> Awaitable<void> { co_return; }());
    }
    Awaitable<void> waiter(std::string name) {
        co_await event.wait();
        ended.push_back(name);
    }
    static Awaitable<void> thrower() {
        throw std::runtime_error("out of paper");
        co_return;
    }
    bool join(std::chrono::milliseconds grace = long_enough) { return io.run(tasks.join(grace)); }
};

TEST_F(AWait, EndsForEveryWaiterWhenTheEventIsTold) {
    tasks.spawn("one", waiter("one"));
    tasks.spawn("two", waiter("two"));
    go_on();
    event.notify_all();
    EXPECT_TRUE(join());
    EXPECT_THAT(ended, UnorderedElementsAre("one", "two"));
}

TEST_F(AWait, DoesNotEndByWhatWasToldBefore) {
    event.notify_all();
    EXPECT_FALSE(io.run(event.wait_for(at_once)));
}

TEST_F(AWait, EndsWithoutAnEventAfterItsLimit) { EXPECT_FALSE(io.run(event.wait_for(at_once))); }

TEST_F(AWait, EndsWhenItsEventGoes) {
    auto short_lived = std::make_unique<Event>(io.executor());
    const auto wait = [](Event& e, std::vector<std::string>& list) -> Awaitable<void> {
        co_await e.wait();
        list.push_back("ended");
    };
    tasks.spawn("waiter", wait(*short_lived, ended));
    go_on();
    short_lived.reset();
    EXPECT_TRUE(join());
    EXPECT_THAT(ended, ElementsAre("ended"));
}

TEST_F(AWait, EndsByCancellationWithoutAFailure) {
    tasks.spawn("one", waiter("one"));
    tasks.spawn("two", waiter("two"));
    go_on();
    tasks.cancel();
    EXPECT_TRUE(join());
    EXPECT_TRUE(tasks.empty());
    EXPECT_THAT(ended, IsEmpty());
    EXPECT_THAT(failed, IsEmpty());
}

TEST_F(AWait, IsReportedWhenItFails) {
    tasks.spawn("printing", thrower());
    EXPECT_TRUE(join());
    EXPECT_THAT(failed, ElementsAre("printing: out of paper"));
}

TEST_F(AWait, CanOutlastTheGraceItsGroupWasGiven) {
    tasks.spawn("one", waiter("one"));
    EXPECT_FALSE(join(at_once));
    tasks.cancel();
    EXPECT_TRUE(join());
}

TEST_F(AWait, EndsAtItsDeadline) {
    Deadline deadline(io.executor(), at_once, [&] { event.notify_all(); });
    io.run(event.wait());
    EXPECT_TRUE(deadline.expired());
}

TEST_F(AWait, DoesNotHearOfADeadlineThatIsOver) {
    bool told = false;
    {
        const Deadline deadline(io.executor(), at_once, [&] { told = true; });
    }
    EXPECT_FALSE(io.run(event.wait_for(10 * at_once)));
    EXPECT_FALSE(told);
}

TEST_F(AWait, HasItsWholeTimeAgainWhenItsDeadlineIsExtended) {
    constexpr auto limit = std::chrono::milliseconds(200);
    for (bool extended = false; !extended;) {  // once more where the machine was too slow to extend it in time
        Deadline deadline(io.executor(), limit, [&] { event.notify_all(); });
        EXPECT_FALSE(io.run(event.wait_for(at_once)));
        extended = !deadline.expired();
        const auto from = std::chrono::steady_clock::now();
        deadline.extend();
        if (extended) io.run(event.wait());
        if (extended) EXPECT_GE(std::chrono::steady_clock::now() - from, limit);
    }
}

}  // namespace
}  // namespace drs::runtime
