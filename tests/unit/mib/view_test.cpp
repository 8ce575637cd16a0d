// SPDX-License-Identifier: Apache-2.0
#include "mib/view.hpp"

#include <gmock/gmock.h>

#include <array>

#include "mib/notification.hpp"
#include "model_snapshot.hpp"

using namespace drs::mib;
using testing::Lt;

namespace {

struct AView : testing::Test {
    drs::control::Snapshot snapshot = model_snapshot();
    Source source{snapshot, {}, snapshot.taken};

    Oid after(Oid at) { return next(groups(), source, at).value_or(Cell{}).at; }
    Value at(const Oid& oid) { return find(groups(), source, oid).value_or(Value{}); }
};

std::size_t indexes_read = 0;

/// Ten thousand rows, one column, and a count of what a search looks at.
Group large_table() {
    static constexpr std::array columns{Column{3, "large", [](const Source&, std::size_t row) { return unsigned32(row); }}};
    return {{1, 8, 1}, columns, [](const Source&) { return std::size_t{10'000}; }, [](const Source&, std::size_t row) {
                ++indexes_read;
                return Oid{1, static_cast<SubId>(2 * row)};
            }};
}

}  // namespace

TEST_F(AView, BeginsAWalkWithTheFirstScalar) { EXPECT_EQ(after({}), (Oid{1, 1, 1, 0})); }

TEST_F(AView, WalksInStrictlyRisingOrderAndFindsEveryCellItShows) {
    Oid last;
    std::size_t cells = 0;
    for (auto cell = next(groups(), source, last); cell; cell = next(groups(), source, last), ++cells) {
        ASSERT_LT(compare(last, cell->at), 0);
        ASSERT_EQ(find(groups(), source, cell->at), cell->value);
        last = cell->at;
    }
    EXPECT_EQ(cells, 21u + 2 * 10 + 2 * 4 + 5 * 5 + 2 * 15 + (11 + 2 * 9 + 2) + 3 * 11 + 3 * 8 + 2 * 6 + 3 * 14 + 5 + 6 + 2 * 3 + 1);
}

TEST_F(AView, GoesOnBehindAnythingThatIsNoCell) {
    EXPECT_EQ(after({1, 1, 1}), (Oid{1, 1, 1, 0}));
    EXPECT_EQ(after({1, 1, 1, 0, 5}), (Oid{1, 1, 2, 0}));
    EXPECT_EQ(after({1, 5, 1, 7, 300}), (Oid{1, 5, 1, 8, 1}));
    EXPECT_EQ(after({1, 4, 1, 2, 1, 1}), (Oid{1, 4, 1, 2, 1, 1, 1}));
    EXPECT_EQ(after({1, 4, 1, 2, 1, 1, 2}), (Oid{1, 4, 1, 2, 1, 1, 10}));
    EXPECT_EQ(after({1, 6}), (Oid{1, 7, 1, 0}));
    EXPECT_EQ(after({1, 11, 8, 0}), (Oid{1, 12, 1, 2, 1}));
    EXPECT_EQ(after({1, 13, 1, 0}), Oid{});
    EXPECT_EQ(after({2}), Oid{});
}

TEST_F(AView, PassesOverAnEmptyTable) {
    snapshot.devices.clear();
    EXPECT_EQ(after({1, 4, 1, 6, 2, 1, 1}), (Oid{1, 7, 1, 0}));
}

TEST_F(AView, FindsNothingThatIsNotExactlyACell) {
    for (const Oid& oid : {Oid{}, Oid{1, 1}, Oid{1, 1, 1}, Oid{1, 1, 1, 1}, Oid{1, 1, 1, 0, 0}, Oid{1, 5, 1, 17, 1}, Oid{1, 5, 1, 2, 2}})
        EXPECT_EQ(find(groups(), source, oid), std::nullopt);
}

TEST_F(AView, TellsWhatIsNoObjectFromAnObjectWithoutSuchARow) {
    for (const Oid& oid : {Oid{1, 1, 1}, Oid{1, 1, 1, 1}, Oid{1, 5, 1, 2, 2}, Oid{1, 6, 1, 2, 9}, Oid{1, 7, 13, 1, 2, 1}, Oid{1, 7, 14, 0}})
        EXPECT_NE(object_at(groups(), oid).column, nullptr);
    for (const Oid& oid : {Oid{}, Oid{1}, Oid{1, 1}, Oid{1, 1, 22, 0}, Oid{1, 2, 1, 1, 1}, Oid{1, 5, 1, 17, 1}, Oid{1, 7, 13, 0}, Oid{1, 11, 7, 1, 0}, Oid{2}})
        EXPECT_EQ(object_at(groups(), oid).column, nullptr);
}

TEST_F(AView, ComputesTheAgeOfTheLastGoodBackupAsItIsAsked) {
    source.now = *snapshot.last_good_backup + std::chrono::seconds(61);
    EXPECT_EQ(at({1, 1, 11, 0}), unsigned32(61));
    source.now = *snapshot.last_good_backup - std::chrono::hours(1);
    EXPECT_EQ(at({1, 1, 11, 0}), unsigned32(0));
    snapshot.last_good_backup.reset();
    EXPECT_EQ(at({1, 1, 11, 0}), unsigned32(4294967295u));
}

TEST_F(AView, EstimatesTheEndFromTheRateSoFar) {
    EXPECT_EQ(at({1, 7, 8, 0}), counter64(300'000));  // 30 MB in 100 s, and 10 MB left
    EXPECT_EQ(at({1, 7, 10, 0}), date_and_time(snapshot.taken + std::chrono::seconds(33)));
    snapshot.job->components[0].bytes_expected = 0;
    EXPECT_EQ(at({1, 7, 10, 0}), date_and_time(std::nullopt));
}

TEST_F(AView, ShowsNoOperationAsNumberZero) {
    snapshot.job.reset();
    EXPECT_EQ(at({1, 7, 1, 0}), unsigned32(0));
    EXPECT_EQ(at({1, 7, 4, 0}), enumerated(drs::model::Result::none));
    EXPECT_EQ(at({1, 7, 9, 0}), date_and_time(std::nullopt));
}

TEST_F(AView, ShowsHowFarEachComponentOfTheJobIs) {
    EXPECT_EQ(after({1, 7, 12, 1, 4, 43, 1, 1, 1}), (Oid{1, 7, 12, 1, 4, 43, 1, 1, 10}));
    EXPECT_EQ(at({1, 7, 12, 1, 2, 43, 1, 1, 1}), (Value{Syntax::integer32, 3, {}}));
    EXPECT_EQ(at({1, 7, 12, 1, 4, 43, 1, 1, 1}), unsigned32(100));
    EXPECT_EQ(at({1, 7, 12, 1, 2, 43, 1, 1, 10}), (Value{Syntax::integer32, 2, {}}));
    EXPECT_EQ(at({1, 7, 12, 1, 4, 43, 1, 1, 10}), unsigned32(50));
    EXPECT_EQ(at({1, 7, 12, 1, 5, 43, 1, 1, 10}), counter64(10'000'000));
}

TEST_F(AView, ShowsTheSetsOfEachDeviceAndHowCurrentThatIs) {
    EXPECT_EQ(after({1, 9, 1, 1, 2, 1, 7}), (Oid{1, 9, 1, 1, 2, 1, 300}));
    EXPECT_EQ(after({1, 9, 1, 1, 2, 1, 300}), (Oid{1, 9, 1, 1, 3, 1, 3}));
    EXPECT_EQ(at({1, 9, 1, 1, 7, 1, 3}), (Value{Syntax::integer32, 2, {}}));
    EXPECT_EQ(at({1, 9, 1, 1, 6, 1, 300}), counter64(18446744073709551615u));
    EXPECT_EQ(at({1, 9, 2, 1, 3, 1}), unsigned32(1800));
    EXPECT_EQ(at({1, 9, 2, 1, 3, 256}), unsigned32(4294967295u));
    EXPECT_EQ(after({1, 9, 2, 1, 1, 1}), (Oid{1, 9, 2, 1, 1, 256}));
}

TEST_F(AView, ShowsTheAlarmLogByTheSequence) {
    EXPECT_EQ(after({1, 10, 2, 1, 2, 256}), (Oid{1, 10, 2, 1, 2, 65536}));
    EXPECT_EQ(after({1, 10, 2, 1, 2, 65535}), (Oid{1, 10, 2, 1, 2, 65536}));
    EXPECT_EQ(at({1, 10, 2, 1, 4, 65536}), enumerated(PerceivedSeverity::cleared));
    EXPECT_EQ(at({1, 10, 2, 1, 7, 65536}), unsigned32(10));
    EXPECT_EQ(at({1, 10, 2, 1, 13, 256}), text("operator"));
    EXPECT_EQ(at({1, 10, 4, 0}), counter32(65533));
}

TEST_F(AView, LooksAtFewIndexesOfALargeTable) {
    const std::array tables{large_table()};
    for (SubId index = 0; index < 20'000; index += 397) {
        indexes_read = 0;
        (void)next(tables, source, Oid{1, 8, 1, 3, 1, index});
        EXPECT_THAT(indexes_read, Lt(17u));  // log2 of 10,000 is 13.3
    }
}
