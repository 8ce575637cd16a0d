// SPDX-License-Identifier: Apache-2.0
#include "mib/set_transaction.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mib/row_status.hpp"
#include "mib/view.hpp"

namespace drs::mib {
namespace {

constexpr auto patience = std::chrono::milliseconds(400);  // an AgentX master asks again after a second
constexpr std::size_t most_pending = 16;

void check_value(const Writable& wanted, const Assignment& assignment, std::size_t varbind) {
    const auto& value = assignment.value;
    if (!assignment.known_type || value.syntax != wanted.syntax) throw SetError(SetFault::wrong_type, varbind, "the value has another type than the object");
    const bool octets = wanted.syntax == Syntax::octets;
    const auto length = value.secret ? value.secret->reveal().size() : value.octets.size();
    const auto size = octets ? length : value.number;
    if (size < wanted.least || size > wanted.most)
        throw SetError(octets ? SetFault::wrong_length : SetFault::wrong_value, varbind, octets ? "the value is too short or too long" : "the number is out of range");
}

const RowTable* table_at(OidView at) {
    for (const auto* table : row_tables())
        if (compare(table->at(), at) == 0) return table;
    return nullptr;
}

bool is_complete(const RowTable& table, const Values& values) {
    return std::ranges::all_of(table.required(values), [&](SubId column) { return values.contains(column); });
}

}  // namespace

SetTransaction::SetTransaction(std::vector<Assignment> assignments, control::Caller caller) : assignments_(std::move(assignments)), caller_(std::move(caller)) {}

void SetTransaction::check_each() {
    where_.clear();
    for (std::size_t i = 0; i < assignments_.size(); ++i) {
        const OidView below = assignments_[i].below;
        const auto [group, column] = object_at(groups(), below);
        if (column == nullptr) throw SetError(SetFault::not_writable, i, "there is no such object");
        if (column->writable == nullptr) throw SetError(SetFault::not_writable, i, std::string(column->name) + " is read-only");
        const auto* table = table_at(group->at);
        const auto index = below.subspan(group->at.size() + 1);
        if (index.size() != 1 || (table != nullptr && index[0] == 0)) throw SetError(SetFault::no_creation, i, "there can be no such row");
        check_value(*column->writable, assignments_[i], i);
        for (std::size_t earlier = 0; earlier < i; ++earlier)
            if (assignments_[earlier].below == assignments_[i].below) throw SetError(SetFault::inconsistent_value, i, "the object is there twice");
        where_.push_back({group, table, table == nullptr ? set_request_at(group->at, column->number) : nullptr, column->number, index[0]});
    }
}

void SetTransaction::plan(const Source& source, Pending& pending, control::Desk& desk) {
    edits_.clear();
    origins_.clear();
    next_ = pending;
    std::map<std::pair<const RowTable*, SubId>, std::vector<std::size_t>> rows;
    std::map<std::pair<const SetRequest*, SubId>, std::vector<std::size_t>> requests;
    for (std::size_t i = 0; i < where_.size(); ++i) {
        if (where_[i].table != nullptr) rows[{where_[i].table, where_[i].index}].push_back(i);
        if (where_[i].request != nullptr) requests[{where_[i].request, where_[i].index}].push_back(i);
    }
    for (const auto& [row, varbinds] : rows) plan_row(*row.first, row.second, varbinds, source, *next_);
    for (const auto& [row, varbinds] : requests) plan_request(*row.first, row.second, varbinds, source);
    if (!edits_.empty()) ask(desk, [this](control::Editor& editor) { editor.check(edits_); });
}

void SetTransaction::plan_row(const RowTable& table, SubId index, const std::vector<std::size_t>& varbinds, const Source& source, Pending& pending) {
    auto& waiting = table.pending(pending);
    const bool exists = table.exists(source, index);
    if (exists) waiting.erase(index);  // somebody else made it meanwhile
    const auto found = waiting.find(index);
    Values values = found == waiting.end() ? Values{} : found->second.values;
    auto blamed = varbinds.front();
    std::optional<RowStatus> status;
    bool others = false;
    for (const auto i : varbinds) {
        if (where_[i].column == table.status_column()) {
            status = static_cast<RowStatus>(assignments_[i].value.number);
            blamed = i;
        } else {
            values[where_[i].column] = assignments_[i].value;
            others = true;
        }
    }
    const auto refuse = [&](SetFault fault, const char* why) { throw SetError(fault, blamed, why); };
    const auto wait = [&] {
        const bool complete = is_complete(table, values);
        waiting[index] = {std::move(values), complete};
    };
    if (!status) {
        if (exists && !table.changes_in_place()) refuse(SetFault::inconsistent_value, "the row is active and is not changed any more");
        if (exists) return put(table, index, values, source, blamed, false);
        if (found == waiting.end()) refuse(SetFault::inconsistent_name, "there is no such row; make it with its RowStatus");
        return wait();
    }
    switch (*status) {
        case RowStatus::active:
            if (exists && !others && table.is_active(source, index)) return;
            if (exists && !table.changes_in_place()) refuse(SetFault::inconsistent_value, "the row is active and is not changed any more");
            if (!exists && found == waiting.end()) refuse(SetFault::inconsistent_value, "there is no such row");
            if (!exists && !is_complete(table, values)) refuse(SetFault::inconsistent_value, "the row is not complete");
            waiting.erase(index);
            return put(table, index, values, source, blamed, true);
        case RowStatus::not_in_service:
            if (exists) refuse(SetFault::inconsistent_value, "an active row is not taken out of service; disable or destroy it");
            if (found == waiting.end() || !is_complete(table, values)) refuse(SetFault::inconsistent_value, "there is no such row, or it is not complete");
            return wait();
        case RowStatus::not_ready: refuse(SetFault::wrong_value, "notReady cannot be set"); break;
        case RowStatus::create_and_go:
            if (exists || found != waiting.end()) refuse(SetFault::inconsistent_value, "there is such a row already");
            if (!is_complete(table, values)) refuse(SetFault::inconsistent_value, "the row is not complete");
            return put(table, index, values, source, blamed, true);
        case RowStatus::create_and_wait:
            if (exists || found != waiting.end()) refuse(SetFault::inconsistent_value, "there is such a row already");
            if (waiting.size() >= most_pending) refuse(SetFault::resource_unavailable, "too many rows are being made; destroy or finish one");
            return wait();
        case RowStatus::destroy:
            waiting.erase(index);
            if (exists) add(table.remove(index), {&table, nullptr, index, blamed});
            return;
    }
}

void SetTransaction::put(const RowTable& table, SubId index, const Values& values, const Source& source, std::size_t blamed, bool activate) {
    const Origin origin{&table, nullptr, index, blamed};
    try {
        add(table.put(source, index, values, activate), origin);
    } catch (const control::Refusal& refusal) {
        blame(refusal, origin);
    }
}

void SetTransaction::plan_request(const SetRequest& request, SubId index, const std::vector<std::size_t>& varbinds, const Source& source) {
    const auto& group = *where_[varbinds.front()].group;
    if (!has_row(group, source, std::array{index})) throw SetError(SetFault::no_creation, varbinds.front(), "there can be no such row");
    if (varbinds.size() != request.columns.size()) throw SetError(SetFault::inconsistent_value, varbinds.front(), std::string(request.incomplete));
    std::vector<Value> values;
    auto blamed = varbinds.front();
    for (const auto column : request.columns)
        for (const auto i : varbinds)
            if (where_[i].column == column) values.push_back(assignments_[blamed = i].value);
    const Origin origin{nullptr, &request, index, blamed};
    try {
        add(request.edit(index, values), origin);
    } catch (const control::Refusal& refusal) {
        blame(refusal, origin);
    }
}

void SetTransaction::add(control::Edit edit, const Origin& origin) {
    edits_.push_back(std::move(edit));
    origins_.push_back(origin);
}

/// The varbind of the field if the manager has set it, else the row's.
void SetTransaction::blame(const control::Refusal& refusal, const Origin& origin) const {
    auto fault = fault_of(refusal.kind());
    if (refusal.field() == "index" && fault != SetFault::resource_unavailable) fault = SetFault::inconsistent_name;
    SubId column = 0;
    if (origin.table != nullptr) column = origin.table->column_of(refusal.field());
    if (origin.request != nullptr && origin.request->column_of != nullptr) column = origin.request->column_of(refusal.field());
    for (std::size_t i = 0; column != 0 && i < where_.size(); ++i) {
        const auto& where = where_[i];
        if (where.table == origin.table && where.request == origin.request && where.index == origin.index && where.column == column)
            throw SetError(fault, i, refusal.what());
    }
    // A value that was set earlier, or is not set at all, makes the row as a whole wrong.
    throw SetError(column != 0 && fault == SetFault::wrong_value ? SetFault::inconsistent_value : fault, origin.varbind, refusal.what());
}

void SetTransaction::ask(control::Desk& desk, control::Desk::Work work) {
    try {
        if (!desk.call(std::move(work), patience)) throw SetError(SetFault::resource_unavailable, 0, "the Master is too busy to judge the request");
    } catch (const control::EditRefusal& refusal) {
        blame(refusal, origins_.at(refusal.edit()));
    } catch (const control::Refusal& refusal) {
        throw SetError(fault_of(refusal.kind()), 0, refusal.what());
    }
}

void SetTransaction::apply(Pending& pending, control::Desk& desk) {
    if (!edits_.empty()) ask(desk, [this](control::Editor& editor) { undo_ = editor.apply(edits_, caller_); });
    before_ = std::exchange(pending, *next_);
}

void SetTransaction::commit(control::Desk& desk) {
    if (edits_.empty()) return;
    desk.finish([edits = edits_, caller = caller_](control::Editor& editor) { editor.commence(edits, caller); }, patience);
}

void SetTransaction::undo(Pending& pending, control::Desk& desk) {
    pending = std::move(before_);
    if (!undo_) return;
    desk.finish([undo = std::move(undo_)](control::Editor&) { undo(); }, patience);
}

}  // namespace drs::mib
