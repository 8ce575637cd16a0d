// SPDX-License-Identifier: Apache-2.0
// What becomes of an alarm: repeats, acknowledgement, its end, and all of it over restarts.
#include <gmock/gmock.h>

#include <fstream>
#include <optional>

#include "alarms/alarms.hpp"
#include "alarms/checkpoint.hpp"
#include "runtime/error.hpp"
#include "scratch.hpp"

using namespace drs::alarms;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

struct AnActiveAlarm : testing::Test {
    ScratchDirectory scratch;
    FixedClock clock;
    drs::trace::Trace trace{{.directory = scratch.path / "trace", .prefix = "drfMA"}};
    std::optional<Spool> spool{std::in_place, scratch.path / "spool"};
    std::optional<Alarms> alarms{std::in_place, *spool, Alarms::Identity{"Cisco DRF Master", "StandAloneCluster", "pub", 1}, clock, trace};

    void open(Spool::Limits limits = {}) {
        spool.emplace(scratch.path / "spool", limits);
        alarms.emplace(*spool, Alarms::Identity{"Cisco DRF Master", "StandAloneCluster", "pub", 2}, clock, trace);
    }
    void close() {
        alarms.reset();
        spool.reset();
    }
    /// What a `kill -9` now would leave behind, in a directory of its own; the processes go on there.
    void kill() {
        std::filesystem::copy(scratch.path / "spool", scratch.path / "left");
        close();
        std::filesystem::remove_all(scratch.path / "spool");
        std::filesystem::rename(scratch.path / "left", scratch.path / "spool");
        open();
    }
    void raise_no_space(drs::model::JobId job = 5) { alarms->raise(AlarmId::sftp_failure, {.reason = "no space", .device = "nightly", .job = job}); }
    Record of_node(std::uint64_t sequence, State state) const {
        return {.sequence = sequence, .id = AlarmId::log_dir_access_failure, .state = state, .time = clock.time + std::chrono::seconds(sequence),
                .app_id = "Cisco DRF Local", .reporting_node = "sub1", .detail = {.reason = "full", .node = "sub1"}};
    }
    ActiveAlarm only() const {
        const auto all = alarms->active();
        EXPECT_THAT(all, SizeIs(1));
        return all.empty() ? ActiveAlarm{} : all.front();
    }
    std::vector<State> states() const {
        std::vector<State> all;
        for (const auto& record : alarms->log(1000)) all.push_back(record.state);
        return all;
    }
};

}  // namespace

TEST_F(AnActiveAlarm, SaysWhatItIsSinceWhenAndWhy) {
    raise_no_space();
    EXPECT_EQ(only().number, 1u);
    EXPECT_EQ(only().first, clock.time);
    EXPECT_EQ(only().raise.detail.reason, "no space");
    EXPECT_EQ(only().repeats, 0u);
    EXPECT_FALSE(only().acknowledged);
}

TEST_F(AnActiveAlarm, CountsItsRepeatsAndSumsThemUpAtTheTenthAndHundredth) {
    const auto first = clock.time;
    for (int times = 0; times <= 100; ++times) {
        raise_no_space();
        clock.time += std::chrono::milliseconds(1);
    }
    EXPECT_EQ(only().repeats, 100u);
    EXPECT_EQ(only().first, first);
    EXPECT_EQ(only().last, first + std::chrono::milliseconds(100));
    EXPECT_THAT(states(), ElementsAre(State::raised, State::repeated, State::repeated));
    EXPECT_EQ(alarms->log(1).at(0).repeats, 100u);
    EXPECT_EQ(alarms->coalesced(), 98u);
}

TEST_F(AnActiveAlarm, KnowsAtLeastHalfOfItsRepeatsAfterAKill) {
    for (int times = 0; times <= 1500; ++times) raise_no_space();
    kill();
    EXPECT_GE(only().repeats, 750u);
}

TEST_F(AnActiveAlarm, KnowsAllItsRepeatsAfterAnOrderlyStop) {
    for (int times = 0; times <= 13; ++times) raise_no_space();
    close();
    open();
    EXPECT_EQ(only().repeats, 13u);
}

TEST_F(AnActiveAlarm, IsToldAgainByAnotherJobAndKeepsItsNumber) {
    raise_no_space(5);
    raise_no_space(6);
    EXPECT_EQ(only().number, 1u);
    EXPECT_EQ(only().raise.sequence, 2u);
    EXPECT_EQ(only().raise.detail.job, 6u);
}

TEST_F(AnActiveAlarm, SaysWithItsEndHowOftenItCameAgain) {
    for (int times = 0; times < 4; ++times) raise_no_space();
    alarms->raise(AlarmId::backup_completed, {.device = "nightly", .job = 6});
    EXPECT_THAT(alarms->active(), IsEmpty());
    EXPECT_EQ(alarms->log(1).at(0).repeats, 3u);
}

TEST_F(AnActiveAlarm, IsAcknowledgedByItsNumberOrByALaterRaise) {
    raise_no_space(5);
    raise_no_space(6);
    EXPECT_FALSE(alarms->acknowledge(7, "alice", ""));
    const auto known = alarms->acknowledge(2, "alice", "a disk comes tomorrow");
    ASSERT_TRUE(known);
    EXPECT_EQ(known->number, 1u);
    EXPECT_EQ(known->acknowledged->actor, "alice");
    EXPECT_EQ(known->acknowledged->detail.reason, "a disk comes tomorrow");
    EXPECT_EQ(alarms->log(1).at(0).state, State::acknowledged);
}

TEST_F(AnActiveAlarm, StaysAcknowledgedOverAKillButNotOverItsEnd) {
    raise_no_space(5);
    alarms->acknowledge(1, "alice", "seen");
    kill();
    ASSERT_TRUE(only().acknowledged);
    EXPECT_EQ(only().acknowledged->actor, "alice");
    alarms->raise(AlarmId::backup_completed, {.device = "nightly", .job = 6});
    raise_no_space(7);
    EXPECT_FALSE(only().acknowledged);
}

TEST_F(AnActiveAlarm, IsAcknowledgedWithoutHostileText) {
    raise_no_space();
    const auto known = alarms->acknowledge(1, "al\nice", std::string("\x1b[2J\r\n") + std::string(400, 'x'));
    ASSERT_TRUE(known);
    EXPECT_EQ(known->acknowledged->actor, "al\\x0aice");
    EXPECT_THAT(known->acknowledged->detail.reason, HasSubstr("\\x1b[2J\\x0d\\x0a"));
    EXPECT_LE(known->acknowledged->detail.reason.size(), longest_note);
}

TEST_F(AnActiveAlarm, IsKnownAlthoughItsRaiseHasLeftTheSpool) {
    close();
    open({.segment_bytes = 4096, .total_bytes = 100'000});
    raise_no_space();
    for (int times = 0; times < 3000; ++times) alarms->raise(AlarmId::backup_in_progress, {.reason = std::string(200, 'r')});
    ASSERT_GT(spool->after(0, 1).at(0).sequence, 1u);
    kill();
    EXPECT_EQ(only().number, 1u);
    raise_no_space();
    EXPECT_EQ(alarms->log(1).at(0).id, AlarmId::backup_in_progress);
}

TEST_F(AnActiveAlarm, IsReadFromTheSpoolWhenItsFileIsDamaged) {
    raise_no_space();
    close();
    std::ofstream(scratch.path / "spool/active", std::ios::app) << "x";
    open();
    EXPECT_EQ(only().number, 1u);
    EXPECT_TRUE(trace.flush(std::chrono::seconds(20)));
    std::ifstream traced(scratch.path / "trace/drfMA00000001.log");
    EXPECT_THAT(std::string(std::istreambuf_iterator<char>(traced), {}), HasSubstr("spool/active cannot be used"));
}

TEST_F(AnActiveAlarm, OfANodeIsInTheListUntilTheNodeClearsIt) {
    alarms->relay(of_node(1, State::raised));
    EXPECT_EQ(only().raise.reporting_node, "sub1");
    alarms->clear(AlarmId::log_dir_access_failure, {.node = "sub1"});  // the Master's own of that name
    EXPECT_THAT(alarms->active(), SizeIs(1));
    alarms->relay(of_node(2, State::cleared));
    EXPECT_THAT(alarms->active(), IsEmpty());
}

TEST_F(AnActiveAlarm, OfANodeEndsWhenTheNodeIsDeregistered) {
    alarms->relay(of_node(1, State::raised));
    alarms->raise(AlarmId::ma2la_failure, {.node = "sub1"});
    alarms->raise(AlarmId::ma2la_failure, {.node = "sub2"});
    alarms->raise(AlarmId::deregistered_server, {.node = "sub1"});
    EXPECT_EQ(only().raise.detail.node, "sub2");
}

TEST_F(AnActiveAlarm, OfANodeEndsWhenTheNodeWasInstalledAnew) {
    alarms->relay(of_node(40, State::raised));
    close();
    open();
    alarms->relay(of_node(1, State::event));
    EXPECT_THAT(alarms->active(), IsEmpty());
    EXPECT_THAT(states(), ElementsAre(State::raised, State::cleared, State::event));
}

TEST_F(AnActiveAlarm, IsNeverATest) {
    const auto sequence = alarms->test(AlarmId::sftp_failure, "alice");
    EXPECT_EQ(sequence, 1u);
    EXPECT_THAT(alarms->active(), IsEmpty());
    const auto told = alarms->log(1).at(0);
    EXPECT_TRUE(told.test);
    EXPECT_EQ(told.state, State::event);
    EXPECT_EQ(told.detail.reason, "this is a test by alice, nothing is wrong");
    kill();
    EXPECT_THAT(alarms->active(), IsEmpty());
}

TEST_F(AnActiveAlarm, IsOneOfAtMostTwoThousand) {
    for (int device = 0; device < 2100; ++device) alarms->raise(AlarmId::sftp_failure, {.device = std::to_string(device)});
    EXPECT_THAT(alarms->active(), SizeIs(Memory::most_active));
    EXPECT_EQ(alarms->last_sequence(), 2100u);
    kill();
    EXPECT_THAT(alarms->active(), SizeIs(Memory::most_active));
}

TEST_F(AnActiveAlarm, IsReportedWhenItChanges) {
    int changes = 0;
    alarms->on_change([&] { ++changes; });
    for (int times = 0; times < 2; ++times) raise_no_space();
    EXPECT_EQ(changes, 2);
}

TEST_F(AnActiveAlarm, IsTheSameAfterAKillAtAnyRecord) {
    for (int step = 0; step < 30; ++step) {
        if (step % 5 == 4) alarms->raise(AlarmId::backup_completed, {.device = "nightly", .job = 100u + static_cast<unsigned>(step)});
        else alarms->raise(AlarmId::backup_failure, {.device = "nightly", .job = static_cast<unsigned>(1 + step / 2)});
        const auto before = alarms->active();
        kill();
        const auto after = alarms->active();
        ASSERT_EQ(after.size(), before.size()) << step;
        for (std::size_t i = 0; i < after.size(); ++i) ASSERT_EQ(after[i].number, before[i].number) << step;
    }
}

TEST_F(AnActiveAlarm, IsToldOnceMoreWithoutBeingRaisedAnew) {
    raise_no_space();
    raise_no_space();
    const auto before = only();
    clock.time += std::chrono::hours(1);
    EXPECT_EQ(alarms->tell_active_again("noc"), 2u);
    EXPECT_THAT(states(), ElementsAre(State::raised, State::active));
    const auto again = alarms->log(1).front();
    EXPECT_EQ(again.time, before.raise.time);
    EXPECT_EQ(again.detail.reason, "no space");
    EXPECT_EQ(again.repeats, 1u);
    EXPECT_EQ(again.actor, "noc");
    EXPECT_EQ(only().raise.sequence, 1u);
    kill();
    EXPECT_EQ(only().number, before.number);
    EXPECT_EQ(only().raise.sequence, 1u);
}

TEST_F(AnActiveAlarm, OfANodeThatIsToldOnceMoreIsNoReportOfTheNode) {
    alarms->relay(of_node(1, State::raised));
    alarms->tell_active_again("noc");
    EXPECT_FALSE(alarms->log(1).front().relayed);
    alarms->relay(of_node(1, State::raised));
    EXPECT_THAT(states(), ElementsAre(State::raised, State::active));
}

TEST_F(AnActiveAlarm, LeavesNoHalfWrittenFileBehindAfterARestart) {
    close();
    std::ofstream(scratch.path / "spool/active.new") << "half";
    open();
    EXPECT_FALSE(std::filesystem::exists(scratch.path / "spool/active.new"));
}
