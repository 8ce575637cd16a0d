// SPDX-License-Identifier: Apache-2.0
#include "mib/view.hpp"

#include <algorithm>
#include <ranges>

namespace drs::mib {
namespace {

/// The first row whose index is not before `index`, or (`behind`) is after it; the number of rows when there is none.
std::size_t row_from(const Group& group, const Source& source, OidView index, bool behind) {
    const auto rows = std::views::iota(std::size_t{0}, group.rows(source));
    const auto comes_before = [&](std::size_t row) {
        const auto order = compare(group.index(source, row), index);
        return behind ? order <= 0 : order < 0;
    };
    const auto found = std::ranges::partition_point(rows, comes_before);
    return static_cast<std::size_t>(found - rows.begin());
}

auto column_from(const Group& group, SubId number) {
    return std::ranges::lower_bound(group.columns, number, {}, &Column::number);
}

Cell cell(const Group& group, const Source& source, const Column& column, std::size_t row) {
    Oid at = group.at;
    at.push_back(column.number);
    return {joined(at, group.index(source, row)), column.read(source, row)};
}

/// `after` lies inside the group: `rest` is what follows the group's own part.
std::optional<Cell> next_inside(const Group& group, const Source& source, OidView rest) {
    const auto rows = group.rows(source);
    if (rows == 0) return std::nullopt;
    auto column = column_from(group, rest.empty() ? 0 : rest[0]);
    if (column == group.columns.end()) return std::nullopt;
    if (!rest.empty() && column->number == rest[0]) {
        const auto row = row_from(group, source, rest.subspan(1), true);
        if (row < rows) return cell(group, source, *column, row);
        if (++column == group.columns.end()) return std::nullopt;
    }
    return cell(group, source, *column, 0);
}

}  // namespace

Object object_at(std::span<const Group> groups, OidView at) {
    for (const auto& group : groups) {
        if (!begins_with(at, group.at) || at.size() <= group.at.size()) continue;
        const auto number = at[group.at.size()];
        const auto column = column_from(group, number);
        if (column != group.columns.end() && column->number == number) return {&group, &*column};  // scalars may stand on both sides of a table
    }
    return {};
}

bool has_row(const Group& group, const Source& source, OidView index) {
    const auto row = row_from(group, source, index, false);
    return row < group.rows(source) && compare(group.index(source, row), index) == 0;
}

std::optional<Value> find(std::span<const Group> groups, const Source& source, OidView at) {
    const auto [group, column] = object_at(groups, at);
    if (column == nullptr) return std::nullopt;
    const auto index = at.subspan(group->at.size() + 1);
    const auto row = row_from(*group, source, index, false);
    if (row == group->rows(source) || compare(group->index(source, row), index) != 0) return std::nullopt;
    return column->read(source, row);
}

std::optional<Cell> next(std::span<const Group> groups, const Source& source, OidView after) {
    for (const auto& group : groups) {
        const bool inside = begins_with(after, group.at);
        if (!inside && compare(after, group.at) > 0) continue;
        if (auto found = next_inside(group, source, inside ? after.subspan(group.at.size()) : OidView{})) return found;
    }
    return std::nullopt;
}

}  // namespace drs::mib
