// SPDX-License-Identifier: Apache-2.0
// What becomes of a task, instant by instant.
#include "master/due_run.hpp"

#include <gmock/gmock.h>

namespace drs::master {
namespace {

using namespace std::chrono_literals;
using What = DueRun::What;

class ADueRun : public testing::Test {
protected:
    ADueRun() {
        schedule_.index = 3;
        schedule_.name = "nightly";
        schedule_.start = "2026/11/20-02:00";
        schedule_.frequency = model::Frequency::daily;
        schedule_.zone = "UTC";
    }
    /// Hours since the first run.
    static model::TimePoint at(std::chrono::milliseconds time) { return model::TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 11 / 20) + 2h) + time; }
    DueRun at_time(std::chrono::milliseconds now, std::chrono::milliseconds due = 0h, std::chrono::milliseconds up_since = -100h) const {
        return decide(schedule_, Recurrence(schedule_, "UTC"), {3, "plan", at(due)}, at(now), at(up_since), "cluster1/node1");
    }
    model::Schedule schedule_;
};

TEST_F(ADueRun, WaitsUntilItIsTime) {
    const auto run = at_time(-1ms);
    EXPECT_EQ(run.what, What::wait);
    EXPECT_EQ(run.when, at(0h));
}

TEST_F(ADueRun, StartsAtItsTime) {
    const auto run = at_time(0h);
    EXPECT_EQ(run.what, What::start);
    EXPECT_EQ(run.step.next, at(24h));
    EXPECT_EQ(run.step.missed, 0u);
}

TEST_F(ADueRun, StandsForAllThatHaveComeDue) {
    const auto run = at_time(50h);
    EXPECT_EQ(run.what, What::start);
    EXPECT_EQ(run.step.missed, 2u);
    EXPECT_EQ(run.step.next, at(72h));
}

TEST_F(ADueRun, IsPassedOverWithoutCatchUpWhenTheMasterWasDown) {
    schedule_.catch_up = false;
    const auto run = at_time(50h, 0h, 49h);
    EXPECT_EQ(run.what, What::pass_over);
    EXPECT_EQ(run.step.missed, 3u);
    EXPECT_EQ(run.step.next, at(72h));
}

TEST_F(ADueRun, StartsLateWithoutCatchUpWhenTheMasterWasOnlyBusy) {
    schedule_.catch_up = false;
    EXPECT_EQ(at_time(3h).what, What::start);
}

TEST_F(ADueRun, IsDroppedAfterItsWindow) {
    schedule_.window = 60min;
    EXPECT_EQ(at_time(60min).what, What::start);
    EXPECT_EQ(at_time(60min + 1ms).what, What::pass_over);
}

TEST_F(ADueRun, WaitsForItsRandomisedStartWhichStaysTheSame) {
    schedule_.randomise = 600min;
    const auto run = at_time(-1h);
    EXPECT_GE(run.when, at(0h));
    EXPECT_LE(run.when, at(10h));
    EXPECT_EQ(run.when, at_time(-2h).when);
    EXPECT_EQ(at_time(10h).what, What::start);
}

TEST_F(ADueRun, IsNotRepeatedWhenTheClockIsSetBackByLessThanARun) { EXPECT_EQ(at_time(-30min, 24h).what, What::wait); }

TEST_F(ADueRun, IsPlannedAnewWhenTheClockIsSetBackByMore) {
    const auto run = at_time(-30min, 24h * 365);
    EXPECT_EQ(run.what, What::plan_anew);
    EXPECT_EQ(run.when, at(0h));
}

TEST_F(ADueRun, IsTheLastOfAScheduleThatRunsOnce) {
    schedule_.frequency = model::Frequency::once;
    const auto run = at_time(5h);
    EXPECT_EQ(run.what, What::start);
    EXPECT_EQ(run.step.next, std::nullopt);
}

}  // namespace
}  // namespace drs::master
