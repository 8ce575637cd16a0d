// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/printable.hpp"
#include "cli/session.hpp"
#include "cli/text_table.hpp"
#include "control/document.hpp"

namespace drs::cli {
namespace {

using Rows = std::vector<control::TraceLevelRow>;

int show_levels(const Rows& levels, Session& session) {
    if (session.json) {
        session.show_document(control::document(levels));
        return control::exit_success;
    }
    TextTable table({"Area", "Level", "After a start"});
    for (const auto& [area, level, at_start] : levels) table.add({area, level, at_start});
    session.console.write(table.text(session.console.shows_to_a_person() ? Layout::aligned : Layout::plain));
    return control::exit_success;
}

Rows of_area(Rows levels, const std::string& area) {
    if (area != "all") std::erase_if(levels, [&](const auto& row) { return row.area != area; });
    return levels;
}

}  // namespace

int show_trace_levels(const Call& call, Session& session) {
    auto levels = session.snapshot()->trace_levels;
    if (call.arguments.empty()) return show_levels(levels, session);
    levels = of_area(std::move(levels), call.arguments[0]);
    if (levels.empty()) throw control::Refusal(control::Kind::bad_value, "`" + printable(call.arguments[0]) + "` is no area of the trace; trace level alone lists them");
    return show_levels(levels, session);
}

int set_trace_level(const Call& call, Session& session) {
    const auto& area = call.arguments[0];
    return show_levels(of_area(session.answer<Rows>(control::SetTraceLevel{area, call.arguments[1], call.options.keep}), area), session);
}

}  // namespace drs::cli
