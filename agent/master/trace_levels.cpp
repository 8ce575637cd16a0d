// SPDX-License-Identifier: Apache-2.0
#include "master/trace_levels.hpp"

#include <fmt/format.h>

#include "runtime/error.hpp"

namespace drs::master {

using control::Kind;
using control::Refusal;

namespace {

constexpr std::string_view every_area = "all", own_level = "default";

std::string area_words() {
    std::string words(every_area);
    for (std::size_t area = 0; area < trace::area_count; ++area) words.append(", ").append(trace::word(static_cast<trace::Area>(area)));
    return words;
}

/// Nothing: as drs.conf says.
std::optional<trace::Level> level_of(const std::string& word) {
    if (word == own_level) return std::nullopt;
    try {
        return trace::level_named(word);
    } catch (const std::invalid_argument&) {
        throw Refusal(Kind::bad_value, fmt::format("`{}` is no level of the trace; choose ERROR, WARN, INFO, DEBUG or {}", word.substr(0, 40), own_level), "level");
    }
}

void put(runtime::AreaLevels& levels, const std::string& area, std::optional<trace::Level> level) {
    if (area == every_area) levels.fill(level);
    else if (const auto one = trace::area_named(area)) levels[static_cast<std::size_t>(*one)] = level;
    else throw Refusal(Kind::bad_value, fmt::format("`{}` is no area of the trace; choose one of {}", area.substr(0, 40), area_words()), "area");
}

runtime::AreaLevels kept_or_none(Means& means) {
    try {
        return runtime::kept_trace_levels(means.settings.paths);
    } catch (const runtime::Error& damaged) {
        means.trace.warn("TraceLevels.begin", "the levels that were kept are passed over; set them again or remove the file: {}", damaged.what());
        return {};
    }
}

}  // namespace

TraceLevels::TraceLevels(Means& means) : means_(means) {
    wish_.set = wish_.kept = kept_or_none(means);
    if (wish_ != Wish{}) means_.trace.set_levels(runtime::trace_levels(means_.settings, wish_.set));
}

std::vector<control::TraceLevelRow> TraceLevels::rows() const {
    const auto now = means_.trace.levels(), later = runtime::trace_levels(means_.settings, wish_.kept);
    std::vector<control::TraceLevelRow> rows;
    for (std::size_t area = 0; area < trace::area_count; ++area)
        rows.push_back({std::string(trace::word(static_cast<trace::Area>(area))), std::string(trace::word(now[area])), std::string(trace::word(later[area]))});
    return rows;
}

TraceLevels::Wish TraceLevels::after(const control::Edits& edits) const {
    auto wish = wish_;
    for (std::size_t i = 0; i < edits.size(); ++i) {
        const auto* edit = std::get_if<control::SetTraceLevel>(&edits[i]);
        if (edit == nullptr) continue;
        try {
            const auto level = level_of(edit->level);
            put(wish.set, edit->area, level);
            if (edit->keep) put(wish.kept, edit->area, level);
        } catch (const Refusal& refusal) {
            throw control::EditRefusal(i, refusal);
        }
    }
    return wish;
}

void TraceLevels::check(const control::Edits& edits) const { (void)after(edits); }

control::Undo TraceLevels::apply(const control::Edits& edits, const control::Caller& caller) {
    const auto wish = after(edits), before = wish_;
    become(wish);
    for (const auto& each : edits) {
        const auto* edit = std::get_if<control::SetTraceLevel>(&each);
        if (edit != nullptr)
            means_.trace.warn("TraceLevels.apply", "{} has set the level of {} to {}{}", caller.name, edit->area, edit->level, edit->keep ? ", also after the next start" : "");
    }
    return [this, before] { become(before); };
}

/// The file first: it is what can fail.
void TraceLevels::become(const Wish& wish) {
    if (wish == wish_) return;
    if (wish.kept != wish_.kept) runtime::keep_trace_levels(means_.settings.paths, wish.kept);
    wish_ = wish;
    means_.trace.set_levels(runtime::trace_levels(means_.settings, wish_.set));
    for (const auto& [name, node] : means_.nodes.all())
        if (node.session) node.session->tell(message());
}

void TraceLevels::tell(RegisteredNode& node) const {
    if (auto levels = message(); !levels.levels.empty()) node.session->tell(std::move(levels));
}

wire::TraceLevels TraceLevels::message() const {
    wire::TraceLevels message;
    for (std::size_t area = 0; area < trace::area_count; ++area)
        if (wish_.set[area]) message.levels.push_back({std::string(trace::word(static_cast<trace::Area>(area))), std::string(trace::word(*wish_.set[area]))});
    return message;
}

}  // namespace drs::master
