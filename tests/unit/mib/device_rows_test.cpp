// SPDX-License-Identifier: Apache-2.0
#include "mib/device_rows.hpp"

#include <gmock/gmock.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "mib/row_status.hpp"
#include "mib/set_transaction.hpp"
#include "mib/view.hpp"

using namespace drs::mib;
using drs::control::Edits;
using drs::control::PutDevice;

namespace {

/// Keeps what it was asked last.
struct KeepingEditor : drs::control::Editor {
    Edits asked;

    void check(const Edits& edits) override { asked = edits; }
    drs::control::Undo apply(const Edits&, drs::control::Caller) override {
        return [] {};
    }
    void commence(const Edits&, drs::control::Caller) override {}
};

/// Device 1 is saved, device 2 is tried.
class ADeviceRow : public testing::Test {
protected:
    KeepingEditor editor;
    boost::asio::io_context io;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> busy{io.get_executor()};
    std::thread thread{[this] { io.run(); }};
    drs::control::Desk desk{io.get_executor(), editor};
    drs::control::Snapshot snapshot;
    Pending pending;

    ADeviceRow() {
        drs::control::DeviceRow row;
        row.index = 1;
        row.name = "nightly";
        snapshot.devices.push_back(row);
        row.index = 2;
        row.name = "tried";
        row.state = drs::model::DeviceState::validating;
        snapshot.device_candidates.push_back(row);
    }
    ~ADeviceRow() override {
        busy.reset();
        thread.join();
    }

    Source source() const { return {snapshot, {}, {}, pending}; }
    static Assignment cell(SubId column, SubId index, Value value) { return {{objects_branch, 5, 1, column, index}, std::move(value), true}; }
    static Assignment status(SubId index, RowStatus status) { return cell(device_column::row_status, index, enumerated(status)); }
    static Value secret(const std::string& clear) { return {Syntax::octets, 0, {}, std::make_shared<const drs::model::Secret>(clear)}; }
    void set(std::vector<Assignment> assignments) {
        SetTransaction set(std::move(assignments), {});
        set.check_each();
        set.plan(source(), pending, desk);
        set.apply(pending, desk);
        set.commit(desk);
    }
    Value read(SubId column, SubId index) const { return find(groups(), source(), Oid{objects_branch, 5, 1, column, index}).value(); }
    void begin(SubId index, drs::model::DeviceKind kind) {
        set({status(index, RowStatus::create_and_wait), cell(device_column::name, index, text("third")), cell(device_column::kind, index, enumerated(kind)),
             cell(device_column::path, index, text("/sets"))});
    }
    SetFault fault(std::vector<Assignment> assignments) {
        try {
            set(std::move(assignments));
        } catch (const SetError& error) {
            return error.fault();
        }
        ADD_FAILURE() << "it was taken";
        return {};
    }
};

TEST_F(ADeviceRow, IsActiveWhenItIsSavedAndNotReadyWhileItIsTried) {
    EXPECT_EQ(read(device_column::row_status, 1), enumerated(RowStatus::active));
    EXPECT_EQ(read(device_column::row_status, 2), enumerated(RowStatus::not_ready));
    EXPECT_EQ(read(15, 1), enumerated(StorageType::non_volatile));
    EXPECT_EQ(read(15, 2), enumerated(StorageType::volatile_));
}

TEST_F(ADeviceRow, StandsInItsOrderWhereverItComesFrom) {
    begin(3, drs::model::DeviceKind::local);
    std::vector<SubId> indexes;
    auto cell = next(groups(), source(), Oid{objects_branch, 5, 1, device_column::name});
    for (; cell->at[3] == device_column::name; cell = next(groups(), source(), cell->at)) indexes.push_back(cell->at[4]);
    EXPECT_THAT(indexes, testing::ElementsAre(1, 2, 3));
}

TEST_F(ADeviceRow, OnAServerIsWholeWithServerAndUserOnly) {
    begin(3, drs::model::DeviceKind::network);
    EXPECT_EQ(read(device_column::row_status, 3), enumerated(RowStatus::not_ready));
    set({cell(device_column::server, 3, text("192.0.2.5")), cell(device_column::user, 3, text("drs"))});
    EXPECT_EQ(read(device_column::row_status, 3), enumerated(RowStatus::not_in_service));
    EXPECT_EQ(editor.asked.size(), 0u);
}

TEST_F(ADeviceRow, NeverShowsAPassword) {
    begin(3, drs::model::DeviceKind::local);
    set({cell(device_column::password, 3, secret("open sesame"))});
    for (const SubId index : {1, 2, 3}) EXPECT_EQ(read(device_column::password, index), text(""));
}

TEST_F(ADeviceRow, HandsItsPasswordOverWhenItIsWhole) {
    begin(3, drs::model::DeviceKind::local);
    set({cell(device_column::password, 3, secret("open sesame"))});
    set({status(3, RowStatus::active)});
    const auto& put = std::get<PutDevice>(editor.asked.at(0));
    EXPECT_EQ(put.change.password->reveal(), "open sesame");
    EXPECT_EQ(put.change.name, "third");
    EXPECT_TRUE(put.fresh);
    EXPECT_TRUE(pending.devices.empty());
}

TEST_F(ADeviceRow, RefusesAPasswordByItsLength) {
    EXPECT_EQ(fault({cell(device_column::password, 1, secret(std::string(256, 'x')))}), SetFault::wrong_length);
    EXPECT_EQ(fault({cell(device_column::password, 1, unsigned32(1))}), SetFault::wrong_type);
}

TEST_F(ADeviceRow, IsTriedAgainByActiveAlone) {
    set({status(2, RowStatus::active)});
    const auto& put = std::get<PutDevice>(editor.asked.at(0));
    EXPECT_TRUE(put.activate);
    EXPECT_FALSE(put.fresh);
}

TEST_F(ADeviceRow, ThatHasFailedIsChangedWithoutATrialUntilItIsActivated) {
    set({cell(device_column::path, 2, text("/other"))});
    EXPECT_FALSE(std::get<PutDevice>(editor.asked.at(0)).activate);
}

TEST_F(ADeviceRow, ThatIsSavedNeedsNothingToBeActive) {
    set({status(1, RowStatus::active)});
    EXPECT_TRUE(editor.asked.empty());
}

TEST_F(ADeviceRow, IsNotMadeWhereThereIsOne) {
    for (const SubId index : {1, 2}) EXPECT_EQ(fault({status(index, RowStatus::create_and_wait)}), SetFault::inconsistent_value);
}

TEST_F(ADeviceRow, IsRemovedSavedOrTried) {
    set({status(2, RowStatus::destroy), status(1, RowStatus::destroy)});
    EXPECT_EQ(editor.asked.size(), 2u);
}

TEST_F(ADeviceRow, IsGuardedByTheLock) {
    set({{{objects_branch, 1, 19, 0}, {Syntax::integer32, 7, {}}, true}, status(1, RowStatus::destroy)});
    EXPECT_EQ(editor.asked.size(), 2u);
    EXPECT_EQ(std::get<drs::control::TestLock>(editor.asked.at(1)).value, 7u);
}

}  // namespace
