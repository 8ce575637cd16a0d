// SPDX-License-Identifier: Apache-2.0
#include "control/alarm_log.hpp"

#include <gtest/gtest.h>

using namespace drs::control;

namespace {

AlarmLogRow row(std::uint64_t sequence) {
    AlarmLogRow made;
    made.sequence = sequence;
    return made;
}

struct AnAlarmLog : testing::Test {
    AlarmLog log{1000};
    void append(std::uint64_t first, std::uint64_t last) {
        for (auto sequence = first; sequence <= last; ++sequence) log.append(row(sequence));
    }
    /// Whether a view has exactly these.
    static void expect(const AlarmLogView& view, std::uint64_t first, std::uint64_t last) {
        ASSERT_EQ(view.size(), last - first + 1);
        for (std::size_t at = 0; at < view.size(); ++at) ASSERT_EQ(view[at].sequence, first + at);
    }
};

}  // namespace

TEST_F(AnAlarmLog, BeginsEmpty) {
    EXPECT_EQ(log.view().size(), 0u);
    EXPECT_EQ(log.view().flushed(), 0u);
}

TEST_F(AnAlarmLog, KeepsTheNewestInTheirOrder) {
    for (std::uint64_t last = 1; last <= 3000; ++last) {
        append(last, last);
        const auto first = last > 1000 ? last - 999 : 1;
        ASSERT_EQ(log.view().size(), last - first + 1);
        ASSERT_EQ(log.view()[0].sequence, first);
        ASSERT_EQ(log.view()[last - first].sequence, last);
    }
    expect(log.view(), 2001, 3000);
    EXPECT_EQ(log.view().flushed(), 2000u);
}

TEST_F(AnAlarmLog, LeavesEarlierViewsAsTheyWere) {
    append(1, 300);
    const auto before = log.view();
    append(301, 5000);
    expect(before, 1, 300);
    expect(log.view(), 4001, 5000);
}

TEST_F(AnAlarmLog, SharesItsRowsWithItsViews) {
    append(1, 600);
    const auto view = log.view();
    append(601, 700);
    EXPECT_EQ(&view[0], &log.view()[0]);
    EXPECT_EQ(&view[599], &log.view()[599]);
}

TEST_F(AnAlarmLog, CountsSequencesWithoutARecordAsFlushed) {
    log.append(row(5));
    log.append(row(9));
    log.reached(12);
    EXPECT_EQ(log.view().flushed(), 10u);
}
