// SPDX-License-Identifier: Apache-2.0
#include "local/alarm_forwarder.hpp"

#include <gmock/gmock.h>

#include "memory_stream.hpp"
#include "runtime/task_group.hpp"
#include "tests/support/cpp/on_io_thread.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::local {
namespace {

class AnAlarmForwarder : public testing::Test {
protected:
    test::TemporaryDirectory home;
    test::IoThread io;
    std::optional<alarms::Spool> spool{std::in_place, home.path()};
    std::shared_ptr<test::MemoryPipe> up = std::make_shared<test::MemoryPipe>(io.executor()), down = std::make_shared<test::MemoryPipe>(io.executor());
    wire::Connection node{io.executor(), std::make_unique<test::MemoryStream>(down, up)};
    wire::Connection master{io.executor(), std::make_unique<test::MemoryStream>(up, down)};
    runtime::TaskGroup tasks{io.executor(), [](const std::string& name, const std::string& what) { ADD_FAILURE() << name << ": " << what; }};

    ~AnAlarmForwarder() override {
        tasks.cancel();
        io.run(tasks.join(std::chrono::seconds(10)));
    }
    void append(int count) {
        for (int i = 0; i < count; ++i) {
            alarms::Record record;
            record.id = alarms::AlarmId::la2ma_failure;
            spool->append(record);
        }
    }
    std::uint64_t reported() { return std::get<wire::AlarmReport>(io.run(master.receive())).sequence; }
    bool sends_more() {
        for (int i = 0; i < 10; ++i) io.run([]() -> runtime::Awaitable<void> { co_return; }());
        return !up->bytes.empty();
    }
};

TEST_F(AnAlarmForwarder, SendsWhatTheMasterHasNotHad) {
    append(3);
    AlarmForwarder forwarder(io.executor(), *spool);
    forwarder.on_taken(1);
    tasks.spawn("forwarding", forwarder.run(node));
    EXPECT_EQ(reported(), 2U);
    EXPECT_EQ(reported(), 3U);
    EXPECT_FALSE(sends_more());
}

TEST_F(AnAlarmForwarder, SendsWhatIsAppendedLater) {
    AlarmForwarder forwarder(io.executor(), *spool);
    tasks.spawn("forwarding", forwarder.run(node));
    EXPECT_FALSE(sends_more());
    append(1);
    EXPECT_EQ(reported(), 1U);
}

TEST_F(AnAlarmForwarder, LeavesAtMost32Unanswered) {
    append(40);
    AlarmForwarder forwarder(io.executor(), *spool);
    tasks.spawn("forwarding", forwarder.run(node));
    for (std::uint64_t sequence = 1; sequence <= 32; ++sequence) EXPECT_EQ(reported(), sequence);
    EXPECT_FALSE(sends_more());
    forwarder.on_taken(8);
    for (std::uint64_t sequence = 33; sequence <= 40; ++sequence) EXPECT_EQ(reported(), sequence);
}

TEST_F(AnAlarmForwarder, SendsAgainWhatWasNotAnswered) {
    append(2);
    AlarmForwarder forwarder(io.executor(), *spool);
    {
        runtime::TaskGroup first(io.executor(), [](const std::string&, const std::string&) {});
        first.spawn("forwarding", forwarder.run(node));
        EXPECT_EQ(reported(), 1U);
        EXPECT_EQ(reported(), 2U);
        first.cancel();
        io.run(first.join(std::chrono::seconds(10)));
    }
    forwarder.on_taken(1);
    tasks.spawn("forwarding", forwarder.run(node));
    EXPECT_EQ(reported(), 2U);
}

TEST_F(AnAlarmForwarder, WaitsWhenTheSpoolHasLostItsRecords) {
    append(3);
    spool->set_position("master", 1);
    spool.reset();
    for (const auto& entry : std::filesystem::directory_iterator(home.path()))
        if (entry.path().filename() != "positions" && entry.is_regular_file()) std::filesystem::remove(entry.path());
    spool.emplace(home.path());
    AlarmForwarder forwarder(io.executor(), *spool);
    tasks.spawn("forwarding", forwarder.run(node));
    EXPECT_FALSE(sends_more());
    append(1);
    EXPECT_EQ(reported(), 4U);  // 2 and 3 are gone, and their numbers with them
}

}  // namespace
}  // namespace drs::local
