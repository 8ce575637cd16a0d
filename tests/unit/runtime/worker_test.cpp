// SPDX-License-Identifier: Apache-2.0
#include "runtime/worker.hpp"

#include <gmock/gmock.h>

#include <numeric>
#include <stdexcept>
#include <thread>

#include "runtime/task_group.hpp"
#include "tests/support/cpp/on_io_thread.hpp"

namespace drs::runtime {
namespace {

class AWorker : public testing::Test {
protected:
    test::IoThread io;
    Worker worker{io.executor(), "drs-a-worker-with-a-long-name"};
    std::vector<int> done;
    TaskGroup tasks{io.executor(), [](const std::string& name, const std::string& what) { ADD_FAILURE() << name << ": " << what; }};

    Awaitable<void> one_call(int number) {
        auto call = [this, number] { done.push_back(number); };
        co_await worker.run(call);
    }
};

TEST_F(AWorker, GivesBackWhatTheCallReturned) {
    EXPECT_EQ(io.run(worker.run([] { return std::string("done"); })), "done");
}

TEST_F(AWorker, WorksOnAThreadOfItsOwn) {
    EXPECT_NE(io.run(worker.run([] { return std::this_thread::get_id(); })), std::this_thread::get_id());
}

TEST_F(AWorker, BringsBackWhatTheCallThrew) {
    EXPECT_THROW(io.run(worker.run([] { throw std::invalid_argument("no"); })), std::invalid_argument);
    EXPECT_EQ(io.run(worker.run([] { return 1; })), 1);
}

TEST_F(AWorker, KeepsTheOrderOfTheCalls) {
    for (int i = 0; i < 100; ++i) tasks.spawn("call", one_call(i));
    EXPECT_TRUE(io.run(tasks.join(std::chrono::seconds(30))));
    std::vector<int> expected(100);
    std::iota(expected.begin(), expected.end(), 0);
    EXPECT_EQ(done, expected);
}

TEST_F(AWorker, GivesBackWhatOnlyMoves) {
    EXPECT_EQ(*io.run(worker.run([] { return std::make_unique<int>(5); })), 5);
}

}  // namespace
}  // namespace drs::runtime
