// SPDX-License-Identifier: Apache-2.0
#include "alarms/spool_state.hpp"

#include <fmt/format.h>

#include <charconv>

#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

constexpr std::string_view heading = "drs-spool 1";

[[noreturn]] void damaged(std::string_view line) {
    throw runtime::Error(runtime::Fault::file, fmt::format("the positions of the alarm spool are damaged at `{}`", line));
}

std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) damaged(text);
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

std::uint64_t number(std::string_view word, std::string_view line) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size()) damaged(line);
    return value;
}

}  // namespace

std::string SpoolState::text() const {
    auto text = fmt::format("{}\nhigh-water {}\ndropped {}\n", heading, high_water, dropped);
    for (const auto& [sink, sequence] : positions) text += fmt::format("position {} {}\n", sink, sequence);
    return text;
}

SpoolState SpoolState::parse(std::string_view text) {
    SpoolState state;
    if (const auto line = take_line(text); line != heading) damaged(line);
    while (!text.empty()) {
        const auto line = take_line(text);
        const auto blank = line.rfind(' ');
        if (blank == std::string_view::npos) damaged(line);
        const auto key = line.substr(0, blank);
        const auto value = number(line.substr(blank + 1), line);
        if (key == "high-water") state.high_water = value;
        else if (key == "dropped") state.dropped = value;
        else if (key.starts_with("position ")) state.positions[std::string(key.substr(9))] = value;
        else damaged(line);
    }
    return state;
}

}  // namespace drs::alarms
