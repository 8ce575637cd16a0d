// SPDX-License-Identifier: Apache-2.0
#include "mib/set_transaction.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <thread>

#include "mib/groups.hpp"
#include "mib/request_rows.hpp"
#include "mib/row_status.hpp"
#include "mib/schedule_rows.hpp"

using namespace drs::mib;
using drs::control::Edits;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

/// Refuses a schedule named `bad`, and remembers what it was asked.
struct FakeEditor : drs::control::Editor {
    std::vector<std::string> told;
    Edits last;

    void check(const Edits& edits) override {
        for (std::size_t i = 0; i < edits.size(); ++i)
            if (const auto* put = std::get_if<drs::control::PutSchedule>(&edits[i]); put && put->schedule.name == "bad")
                throw drs::control::EditRefusal(i, {drs::control::Kind::bad_value, "a bad name", "name"});
    }
    drs::control::Undo apply(const Edits& edits, drs::control::Caller) override {
        told.push_back("apply " + std::to_string(edits.size()));
        last = edits;
        return [this] { told.emplace_back("undo"); };
    }
    void commence(const Edits&, drs::control::Caller) override { told.emplace_back("commence"); }
};

class ASet : public testing::Test {
protected:
    FakeEditor editor;
    boost::asio::io_context io;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> busy{io.get_executor()};
    std::thread thread{[this] { io.run(); }};
    drs::control::Desk desk{io.get_executor(), editor};
    drs::control::Snapshot snapshot;
    Pending pending;

    ASet() {
        drs::control::DeviceRow device;
        device.index = 1;
        device.name = "nightly";
        snapshot.devices.push_back(device);
        drs::control::ScheduleRow row;
        row.schedule.index = 1;
        row.schedule.name = "default";
        snapshot.schedules.push_back(row);
    }
    ~ASet() override {
        busy.reset();
        thread.join();
    }

    Source source() const { return {snapshot, {}, {}, pending}; }
    static Assignment cell(SubId column, SubId index, Value value) { return {{1, 6, 1, column, index}, std::move(value), true}; }
    static Assignment status(SubId index, RowStatus status) { return cell(schedule_column::row_status, index, enumerated(status)); }
    static std::vector<Assignment> columns(SubId index, const std::string& name = "night") {
        return {cell(schedule_column::name, index, text(name)), cell(schedule_column::device, index, unsigned32(1)),
                cell(schedule_column::features, index, text("UCM")), cell(schedule_column::start, index, start_octets("2090/11/24-03:00")),
                cell(schedule_column::frequency, index, enumerated(drs::model::Frequency::daily))};
    }
    static std::vector<Assignment> with(std::vector<Assignment> some, Assignment last) {
        some.push_back(std::move(last));
        return some;
    }

    /// The phases up to ACTION.
    SetTransaction act(std::vector<Assignment> assignments) {
        SetTransaction set(std::move(assignments), {});
        set.check_each();
        set.plan(source(), pending, desk);
        set.apply(pending, desk);
        return set;
    }
    std::pair<SetFault, std::size_t> fault(std::vector<Assignment> assignments) {
        try {
            (void)act(std::move(assignments));
        } catch (const SetError& error) {
            return {error.fault(), error.varbind()};
        }
        ADD_FAILURE() << "it was taken";
        return {};
    }
};

using Fault = std::pair<SetFault, std::size_t>;

TEST_F(ASet, IsAppliedInActionAndCommencedInCommit) {
    auto set = act(with(columns(2), status(2, RowStatus::create_and_go)));
    EXPECT_THAT(editor.told, ElementsAre("apply 1"));
    set.commit(desk);
    EXPECT_THAT(editor.told, ElementsAre("apply 1", "commence"));
}

TEST_F(ASet, IsTakenBackByUndo) {
    auto set = act(with(columns(2), status(2, RowStatus::create_and_go)));
    set.undo(pending, desk);
    EXPECT_THAT(editor.told, ElementsAre("apply 1", "undo"));
}

TEST_F(ASet, LeavesARowThatIsBeingMadeAsItWasWhenUndone) {
    (void)act({status(2, RowStatus::create_and_wait)});
    auto set = act(columns(2));
    EXPECT_TRUE(pending.schedules.at(2).complete);
    set.undo(pending, desk);
    EXPECT_TRUE(pending.schedules.at(2).values.empty());
}

TEST_F(ASet, ThatIsRefusedChangesNoRowThatIsBeingMade) {
    const auto both = with(with(columns(3, "bad"), status(3, RowStatus::create_and_go)), status(2, RowStatus::create_and_wait));
    EXPECT_EQ(fault(both), Fault(SetFault::wrong_value, 0));
    EXPECT_THAT(pending.schedules, IsEmpty());
    EXPECT_THAT(editor.told, IsEmpty());
}

TEST_F(ASet, BlamesTheVarbindOfTheFieldWhereverItStands) {
    auto assignments = with(columns(2, "bad"), status(2, RowStatus::create_and_go));
    std::reverse(assignments.begin(), assignments.end());
    EXPECT_EQ(fault(assignments), Fault(SetFault::wrong_value, 5));
}

TEST_F(ASet, BlamesTheActivationForAFieldThatWasSetEarlier) {
    (void)act(with(columns(2, "bad"), status(2, RowStatus::create_and_wait)));
    EXPECT_EQ(fault({status(2, RowStatus::active)}), Fault(SetFault::inconsistent_value, 0));
    EXPECT_TRUE(pending.schedules.contains(2)) << "and the row is still there to be mended";
}

TEST_F(ASet, ChecksEachVarbindForItself) {
    const auto name = schedule_column::name;
    EXPECT_EQ(fault({cell(name, 2, unsigned32(1))}), Fault(SetFault::wrong_type, 0));
    EXPECT_EQ(fault({cell(name, 2, {Syntax::octets, 0, std::string(256, 'x')})}), Fault(SetFault::wrong_length, 0));
    EXPECT_EQ(fault({cell(schedule_column::frequency, 2, {Syntax::integer32, 9, {}})}), Fault(SetFault::wrong_value, 0));
    EXPECT_EQ(fault({cell(schedule_column::frequency, 2, {Syntax::integer32, static_cast<std::uint64_t>(-1), {}})}), Fault(SetFault::wrong_value, 0));
    EXPECT_EQ(fault({cell(9, 1, text("")), }), Fault(SetFault::not_writable, 0));
    EXPECT_EQ(fault({{{1, 99, 1}, text(""), true}}), Fault(SetFault::not_writable, 0));
    EXPECT_EQ(fault({cell(name, 0, text("x"))}), Fault(SetFault::no_creation, 0));
    EXPECT_EQ(fault({{{1, 6, 1, name, 2, 3}, text("x"), true}}), Fault(SetFault::no_creation, 0));
    EXPECT_EQ(fault({cell(name, 1, text("a")), cell(name, 1, text("b"))}), Fault(SetFault::inconsistent_value, 1));
}

TEST_F(ASet, AsksWithAllObjectsOfARequestTogetherInAnyOrder) {
    const Assignment mode{{1, 7, cancel_column::mode, 0}, enumerated(drs::control::CancelMode::now), true};
    const Assignment job{{1, 7, cancel_column::job, 0}, unsigned32(12), true};
    (void)act({job, mode});
    EXPECT_THAT(editor.told, ElementsAre("apply 1"));
    EXPECT_EQ(fault({mode}), Fault(SetFault::inconsistent_value, 0));
    EXPECT_EQ(fault({{{1, 7, cancel_column::job, 3}, unsigned32(12), true}}), Fault(SetFault::no_creation, 0));
}

TEST_F(ASet, OfATraceLevelNamesTheAreaOfItsRow) {
    snapshot.trace_levels = {{"master", "INFO", "INFO"}, {"local", "INFO", "INFO"}};
    const auto level = [](SubId area, int wanted) { return Assignment{{1, 12, 1, 3, area}, {Syntax::integer32, static_cast<std::uint64_t>(wanted), {}}, true}; };
    (void)act({level(2, 4)});
    const auto& edit = std::get<drs::control::SetTraceLevel>(editor.last.at(0));
    EXPECT_EQ(edit.area + ' ' + edit.level, "local DEBUG");
    EXPECT_FALSE(edit.keep);
    EXPECT_EQ(fault({level(2, 5)}), Fault(SetFault::wrong_value, 0));
    EXPECT_EQ(fault({level(3, 4)}), Fault(SetFault::no_creation, 0));
}

TEST_F(ASet, IsRefusedWhenTheMasterDoesNotComeToIt) {
    std::promise<void> go_on;
    boost::asio::post(io, [&] { go_on.get_future().wait(); });
    EXPECT_EQ(fault(with(columns(2), status(2, RowStatus::create_and_go))), Fault(SetFault::resource_unavailable, 0));
    go_on.set_value();
    EXPECT_THAT(editor.told, IsEmpty());
}

TEST_F(ASet, MakesAtMostSixteenRowsAtATime) {
    for (SubId index = 2; index < 18; ++index) (void)act({status(index, RowStatus::create_and_wait)});
    EXPECT_EQ(fault({status(18, RowStatus::create_and_wait)}), Fault(SetFault::resource_unavailable, 0));
}

TEST(Places, OfBothSidesAreOneTableInTheOrderOfTheIndexes) {
    const std::vector<SubId> rows{1, 4, 9};
    const PendingRows pending{{2, {}}, {4, {}}, {12, {}}};
    const auto index_of = [&](std::size_t row) { return rows[row]; };
    std::vector<SubId> seen;
    for (std::size_t n = 0; n < places(rows.size(), index_of, pending); ++n) seen.push_back(place_at(n, rows.size(), index_of, pending).index);
    EXPECT_THAT(seen, ElementsAre(1, 2, 4, 9, 12));
}

TEST(AWallClock, ComesBackAsItWent) {
    EXPECT_EQ(start_of(start_octets("2026/11/24-02:05")), "2026/11/24-02:05");
    EXPECT_EQ(weekdays_of(weekday_octets(std::bitset<7>{0b1000001})), std::bitset<7>{0b1000001});
}

TEST(AWritableObject, BelongsToTheRowsOfATableOrToARequest) {
    for (const auto& group : groups())
        for (const auto& column : group.columns) {
            const bool in_rows = std::ranges::any_of(row_tables(), [&](const RowTable* table) { return compare(table->at(), group.at) == 0; });
            EXPECT_EQ(column.writable != nullptr && !in_rows, set_request_at(group.at, column.number) != nullptr) << column.name;
        }
}

}  // namespace
