// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <algorithm>

#include "spool_fixture.hpp"
#include "tests/support/cpp/cut_short.hpp"

using namespace drs::alarms;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(ASpool, GivesUpTheOldestInformationalRecordsFirst) {
    Spool spool(directory, {.segment_bytes = 500, .total_bytes = 3000});
    append_mixed(spool, 55);
    const auto left = sequences(spool.after(0, 100));
    const auto first_news = std::find_if(left.begin(), left.end(), [](auto sequence) { return sequence % 2 == 1; });
    EXPECT_EQ(left.front(), 2u);
    EXPECT_GT(*first_news, 10u);
    for (auto each = left.begin(); each != first_news; ++each) EXPECT_EQ(*each, 2u * (each - left.begin() + 1));
    EXPECT_EQ(spool.dropped(), spool.dropped_informational());
    EXPECT_EQ(spool.dropped(), 55 - left.size());
}

TEST_F(ASpool, GivesUpTheOldestOfTheOthersWhenNothingInformationalIsLeft) {
    Spool spool(directory, {.segment_bytes = 500, .total_bytes = 3000});
    append_mixed(spool, 10);
    append_to(spool, 60);
    const auto left = sequences(spool.after(0, 100));
    EXPECT_EQ(left.back() - left.front() + 1, left.size());
    EXPECT_EQ(spool.dropped_informational(), 5u);
    EXPECT_EQ(spool.dropped(), 70 - left.size());
}

TEST_F(ASpool, StaysWithinItsLimitOnTheDisk) {
    Spool spool(directory, {.segment_bytes = 500, .total_bytes = 3000});
    for (int i = 0; i < 100; ++i) {
        append_mixed(spool, 3);
        std::uintmax_t bytes = 0;
        for (const auto& file : std::filesystem::directory_iterator(directory))
            if (file.path().extension() == ".alarms") bytes += file.file_size();
        ASSERT_LE(bytes, 3000u);
    }
}

TEST_F(ASpool, ReadsWhatIsLeftOfAThinnedSegmentAfterARestart) {
    std::vector<std::uint64_t> left;
    {
        Spool spool(directory, {.segment_bytes = 500, .total_bytes = 3000});
        append_mixed(spool, 80);
        left = sequences(spool.after(0, 100));
    }
    Spool spool(directory);
    EXPECT_EQ(spool.repaired(), std::nullopt);
    EXPECT_EQ(sequences(spool.after(0, 100)), left);
    EXPECT_EQ(spool.append(failure()), 81u);
}

TEST_F(ASpool, LosesNothingElseWhereverACrashStopsTheThinning) {
    for (unsigned step = 1;; ++step) {
        std::filesystem::remove_all(directory);
        const bool cut = drs::test::cut_short(step, [&] {
            Spool spool(directory, {.segment_bytes = 500, .total_bytes = 1500});
            append_mixed(spool, 14);
        });
        Spool spool(directory);
        EXPECT_EQ(spool.repaired(), std::nullopt) << step;
        const auto last = spool.last_sequence();
        const auto left = sequences(spool.after(0, 100));
        for (std::uint64_t sequence = 2; sequence <= last; sequence += 2) EXPECT_THAT(left, testing::Contains(sequence)) << step;
        for (const auto& file : std::filesystem::directory_iterator(directory)) EXPECT_FALSE(file.path().string().ends_with(".alarms.new")) << step;
        EXPECT_EQ(spool.append(failure()), last + 1);
        if (!cut) break;
    }
}

TEST_F(ASpool, CountsAsDroppedWhatOneOfItsSinksHasNotHad) {
    Spool spool(directory, {.segment_bytes = 500, .total_bytes = 2000});
    append_to(spool, 10);
    spool.set_position("syslog", 10);
    EXPECT_EQ(spool.position("snmp"), 0u);
    append_to(spool, 30);
    EXPECT_EQ(spool.dropped(), spool.after(0, 100).front().sequence - 1);
}

TEST_F(ASpool, CountsNothingThatEachSinkHasHad) {
    Spool spool(directory, {.segment_bytes = 500, .total_bytes = 2000});
    for (int i = 0; i < 40; ++i) spool.set_position("syslog", spool.append(failure()));
    EXPECT_GT(spool.after(0, 100).front().sequence, 1u);
    EXPECT_EQ(spool.dropped(), 0u);
}

TEST_F(ASpool, SaysInOneLineWhatItDropped) {
    std::vector<std::string> told;
    {
        Spool spool(directory, {.segment_bytes = 500, .total_bytes = 2000});
        spool.on_notice([&](const std::string& sentence) { told.push_back(sentence); });
        append_to(spool, 100);
    }
    ASSERT_THAT(told, testing::Not(IsEmpty()));
    EXPECT_THAT(told.size(), testing::Le(5u));  // of about 20 segments: one line a second
    EXPECT_THAT(told.back(), HasSubstr("dropped before each receiver had them; "));
}

TEST_F(ASpool, DropsItsOldestSegmentsAtItsLimit) {
    std::uint64_t dropped = 0;
    {
        Spool spool(directory, {.segment_bytes = 500, .total_bytes = 2000});
        append_to(spool, 10);
        spool.set_position("syslog", 8);
        append_to(spool, 90);
        dropped = spool.dropped();
        const auto left = spool.after(0, 100);
        EXPECT_EQ(left.back().sequence, 100u);
        EXPECT_EQ(dropped, left.front().sequence - 1 - 8);
        EXPECT_EQ(spool.position("new"), left.front().sequence - 1);
    }
    EXPECT_EQ(Spool(directory).dropped(), dropped);
}
