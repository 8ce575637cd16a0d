// SPDX-License-Identifier: Apache-2.0
#include "trace/line_queue.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace drs::trace;

namespace {

Line saying(std::string_view text, Level level = Level::info) { return {.level = level, .thread = "t", .where = "A.b", .text = text}; }

std::size_t pushed_until_full(LineQueue& queue, const Line& line) {
    std::size_t count = 0;
    while (queue.push(line) != Pushed::no) ++count;
    return count;
}

}  // namespace

TEST(ALineQueue, GivesALineAsItWasPushed) {
    LineQueue queue(1u << 16, 0);
    queue.push({.level = Level::warn, .milliseconds = 1234, .job = 7, .thread = "io", .where = "Class.method", .text = "text"});
    const auto line = queue.front();
    ASSERT_TRUE(line);
    EXPECT_EQ(line->level, Level::warn);
    EXPECT_EQ(line->milliseconds, 1234);
    EXPECT_EQ(line->job, 7u);
    EXPECT_EQ(line->thread, "io");
    EXPECT_EQ(line->where, "Class.method");
    EXPECT_EQ(line->text, "text");
}

TEST(ALineQueue, IsEmptyAfterItsLastLine) {
    LineQueue queue(1u << 16, 0);
    EXPECT_FALSE(queue.front());
    queue.push(saying(""));
    ASSERT_TRUE(queue.front());
    queue.pop();
    EXPECT_FALSE(queue.front());
    EXPECT_EQ(queue.released(), queue.reserved());
}

TEST(ALineQueue, KeepsItsOrderWhereverItsRingEnds) {
    LineQueue queue(4096, 0);
    for (std::size_t i = 0; i < 5000; ++i) {
        const std::string first(i % 97, 'a'), second(i % 61, 'b');
        ASSERT_NE(queue.push(saying(first)), Pushed::no);
        ASSERT_NE(queue.push(saying(second)), Pushed::no);
        ASSERT_EQ(queue.front()->text, first);
        queue.pop();
        ASSERT_EQ(queue.front()->text, second);
        queue.pop();
    }
}

TEST(ALineQueue, CountsWhatItHasNoRoomFor) {
    LineQueue queue(4096, 0);
    const auto held = pushed_until_full(queue, saying("x"));
    EXPECT_EQ(held, 4096u / 48u);
    EXPECT_EQ(queue.dropped(), 1u);
    ASSERT_TRUE(queue.front());
    queue.pop();
    ASSERT_TRUE(queue.front());
    queue.pop();
    EXPECT_NE(queue.push(saying("x")), Pushed::no);
}

TEST(ALineQueue, HasRoomForErrorsWhenItIsFullOfOthers) {
    LineQueue queue(8192, 4096);
    const auto others = pushed_until_full(queue, saying("x"));
    const auto errors = pushed_until_full(queue, saying("x", Level::error));
    EXPECT_EQ(others, 4096u / 48u);
    EXPECT_EQ(others + errors, 8192u / 48u);
}

TEST(ALineQueue, TellsOnceThatItIsHalfFull) {
    LineQueue queue(4096, 0);
    int told = 0;
    for (auto pushed = queue.push(saying("x")); pushed != Pushed::no; pushed = queue.push(saying("x"))) told += pushed == Pushed::half_full;
    EXPECT_EQ(told, 1);
}

TEST(ALineQueue, TakesNoLineApartUnderManyProducers) {
    LineQueue queue(8192, 0);
    constexpr int producers = 4, each = 20000;
    std::atomic<int> running{producers};
    std::vector<std::thread> threads;
    for (int p = 0; p < producers; ++p)
        threads.emplace_back([&, p] {
            for (int i = 0; i < each; ++i) {
                const std::string text = std::to_string(i) + std::string(static_cast<std::size_t>(i % 50), static_cast<char>('a' + p));
                while (queue.push({.job = static_cast<std::uint64_t>(p), .text = text}) == Pushed::no) std::this_thread::yield();
            }
            --running;
        });
    std::vector<int> next(producers, 0);
    while (running > 0 || queue.front()) {
        const auto line = queue.front();
        if (!line) continue;
        const int i = next[line->job]++;
        ASSERT_EQ(line->text, std::to_string(i) + std::string(static_cast<std::size_t>(i % 50), static_cast<char>('a' + line->job)));
        queue.pop();
    }
    for (auto& thread : threads) thread.join();
    EXPECT_THAT(next, testing::Each(each));
}
