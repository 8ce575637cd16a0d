// SPDX-License-Identifier: Apache-2.0
// drsTraceTable: how much each area of the trace tells; and what the trace could not take.
#include "mib/trace_group.hpp"

#include <array>

#include "mib/groups.hpp"
#include "trace/areas.hpp"
#include "trace/level.hpp"

namespace drs::mib {
namespace {

constexpr SubId level_column = 3;
constexpr Writable level_range{Syntax::integer32, 1, 4};

const control::TraceLevelRow& area(const Source& source, std::size_t row) { return source.snapshot.trace_levels[row]; }

/// Values as in DRS-MIB: error(1), warn(2), info(3), debug(4).
Value level(const std::string& word) { return {Syntax::integer32, static_cast<std::uint64_t>(trace::level_named(word)) + 1, {}}; }

constexpr std::array columns{
    Column{2, "drsTraceAreaName", [](const Source& s, std::size_t n) { return text(area(s, n).area); }},
    Column{level_column, "drsTraceLevel", [](const Source& s, std::size_t n) { return level(area(s, n).level); }, &level_range},
    Column{4, "drsTraceLevelAtStart", [](const Source& s, std::size_t n) { return level(area(s, n).at_start); }},
};

constexpr std::array state_columns{
    Column{1, "drsTraceDropped", [](const Source& s, std::size_t) { return counter32(s.trace_dropped); }},
};

control::Edit set_level(SubId index, std::span<const Value> values) {
    const auto of = static_cast<trace::Area>(index - 1);
    const auto wanted = static_cast<trace::Level>(values[0].number - 1);
    return control::SetTraceLevel{std::string(trace::word(of)), std::string(trace::word(wanted)), false};
}

}  // namespace

Group trace_group() {
    return {{objects_branch, 12, 1},
            columns,
            [](const Source& s) { return s.snapshot.trace_levels.size(); },
            [](const Source&, std::size_t n) { return Oid{static_cast<SubId>(n + 1)}; }};
}

Group trace_state_group() { return {{objects_branch, 13}, state_columns, one_row, scalar_index}; }

SetRequest trace_level_request() { return {{objects_branch, 12, 1}, {level_column}, "", set_level}; }

}  // namespace drs::mib
