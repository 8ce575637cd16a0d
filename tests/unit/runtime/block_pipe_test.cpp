// SPDX-License-Identifier: Apache-2.0
#include "runtime/block_pipe.hpp"

#include <gmock/gmock.h>

#include <future>

#include "runtime/error.hpp"
#include "tests/support/cpp/on_io_thread.hpp"

namespace drs::runtime {
namespace {

constexpr std::size_t limit = 4;
constexpr int many = 2000;

Block numbered(int number) { return {static_cast<std::byte>(number), static_cast<std::byte>(number >> 8)}; }
int number_of(const Block& block) { return std::to_integer<int>(block[0]) | std::to_integer<int>(block[1]) << 8; }

class ABlockPipe : public testing::Test {
protected:
    test::IoThread io;
    BlockPipe pipe{io.executor(), limit};

    Awaitable<int> pop_all() {
        int next = 0;
        for (;;) {
            const auto block = co_await pipe.pop();
            if (!block) co_return next;
            if (number_of(*block) != next++) co_return -1;
        }
    }
    Awaitable<void> push_all() {
        for (int i = 0; i < many; ++i) {
            auto block = numbered(i);
            co_await pipe.push(std::move(block));
        }
        pipe.close();
    }
    template <class Call>
    static std::string failure(Call call) {
        try {
            call();
        } catch (const Error& error) {
            return error.fault() == Fault::pipe_broken ? error.what() : "another fault";
        }
        return {};
    }
};

TEST_F(ABlockPipe, BringsEverythingFromAThreadInOrder) {
    auto thread = std::async(std::launch::async, [&] {
        for (int i = 0; i < many; ++i) pipe.push_blocking(numbered(i));
        pipe.close();
    });
    EXPECT_EQ(io.run(pop_all()), many);
}

TEST_F(ABlockPipe, BringsEverythingToAThreadInOrder) {
    auto thread = std::async(std::launch::async, [&] {
        int next = 0;
        while (const auto block = pipe.pop_blocking())
            if (number_of(*block) != next++) return -1;
        return next;
    });
    io.run(push_all());
    EXPECT_EQ(thread.get(), many);
}

TEST_F(ABlockPipe, HoldsNoMoreThanItsLimit) {
    std::atomic<int> pushed = 0;
    auto thread = std::async(std::launch::async, [&] {
        for (int i = 0; i < 10; ++i) {
            pipe.push_blocking(numbered(i));
            ++pushed;
        }
        pipe.close();
    });
    for (int popped = 0; popped < 10; ++popped) {
        EXPECT_EQ(number_of(*io.run(pipe.pop())), popped);
        EXPECT_LE(pushed, popped + 1 + static_cast<int>(limit) + 1);
    }
}

TEST_F(ABlockPipe, TellsAThreadThatWaitsForRoomThatItFailed) {
    auto thread = std::async(std::launch::async, [&] {
        return failure([&] {
            for (;;) pipe.push_blocking(numbered(1));
        });
    });
    (void)io.run(pipe.pop());
    pipe.fail("canceled");
    EXPECT_EQ(thread.get(), "canceled");
}

TEST_F(ABlockPipe, TellsAThreadThatWaitsForABlockThatItFailed) {
    auto thread = std::async(std::launch::async, [&] { return failure([&] { (void)pipe.pop_blocking(); }); });
    pipe.fail("canceled");
    EXPECT_EQ(thread.get(), "canceled");
}

TEST_F(ABlockPipe, TellsTheIoThreadThatItFailed) {
    auto thread = std::async(std::launch::async, [&] { pipe.fail("exit code 3"); });
    EXPECT_EQ(failure([&] { (void)io.run(pipe.pop()); }), "exit code 3");
}

TEST_F(ABlockPipe, KeepsTheFirstReason) {
    pipe.fail("exit code 3");
    pipe.fail("canceled");
    EXPECT_EQ(failure([&] { io.run(pipe.push({})); }), "exit code 3");
}

TEST_F(ABlockPipe, GivesWhatIsInItBeforeItsEnd) {
    pipe.push_blocking(numbered(1));
    pipe.close();
    EXPECT_TRUE(pipe.pop_blocking());
    EXPECT_FALSE(pipe.pop_blocking());
    EXPECT_FALSE(io.run(pipe.pop()));
}

}  // namespace
}  // namespace drs::runtime
