// SPDX-License-Identifier: Apache-2.0
#include "cli/log_path.hpp"

#include <algorithm>

#include "cli/printable.hpp"
#include "control/refusal.hpp"
#include "model/names.hpp"

namespace drs::cli {
namespace {

constexpr std::size_t longest_shown = 120;

std::string shown(std::string_view text) {
    return "`" + printable(text.substr(0, longest_shown)) + (text.size() > longest_shown ? "..." : "") + "`";
}

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
    throw control::Refusal(control::Kind::bad_value, shown(text) + " " + why + "; give a place below platform/drf, such as platform/drf/trace");
}

/// Without empty steps and `.`: `a//b/./c/` is `a/b/c`.
std::vector<std::string> steps_of(std::string_view text) {
    std::vector<std::string> steps;
    while (!text.empty()) {
        const auto slash = std::min(text.find('/'), text.size());
        const auto step = text.substr(0, slash);
        if (!step.empty() && step != ".") steps.emplace_back(step);
        text.remove_prefix(std::min(slash + 1, text.size()));
    }
    return steps;
}

}  // namespace

std::string LogPath::below() const { return steps.empty() ? "." : model::join(steps, "/"); }

LogPath LogPath::parent() const { return {typed, {steps.begin(), steps.end() - 1}}; }

bool LogPath::is_pattern() const { return !steps.empty() && steps.back().find_first_of("*?[") != std::string::npos; }

LogPath parse_log_path(std::string_view text) {
    if (text.empty()) refuse(text, "names no place");
    if (text.find('\0') != text.npos) refuse(text, "holds a NUL");
    if (text.front() == '/') refuse(text, "begins with `/`, but places are named below activelog");
    auto steps = steps_of(text);
    if (std::find(steps.begin(), steps.end(), "..") != steps.end()) refuse(text, "goes up with `..`");
    if (steps.size() < 2 || steps[0] + "/" + steps[1] != log_top) refuse(text, "is not below platform/drf");
    steps.erase(steps.begin(), steps.begin() + 2);
    return {shown(text), std::move(steps)};
}

}  // namespace drs::cli
