// SPDX-License-Identifier: Apache-2.0
// calendar_sweep [sample | SHARE OF]: all zones, some of them, or those whose place in the list is SHARE modulo OF. Ends with 1 when an
// answer is wrong.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sweep.hpp"

namespace {

using namespace drs::test;

/// Days left out, half hours, changes at midnight, in mid-month and twice a year by religion, an offset that goes below standard time.
constexpr std::string_view nasty[] = {"Africa/Casablanca", "America/Nuuk",        "America/St_Johns", "Antarctica/Troll", "Asia/Gaza",
                                      "Australia/Lord_Howe", "Europe/Dublin", "Pacific/Apia",     "Pacific/Chatham",  "Pacific/Kwajalein"};
constexpr std::size_t sampled_of = 60;

bool is_nasty(const std::string& zone) { return std::find(std::begin(nasty), std::end(nasty), zone) != std::end(nasty); }

std::size_t number(std::string_view text) {
    std::size_t value = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size()) throw std::invalid_argument("not a number: " + std::string(text));
    return value;
}

template <class Chosen>
Tally sweep(Chosen chosen) {
    Tally tally;
    const auto zones = all_zones();
    for (std::size_t place = 0; place < zones.size(); ++place) {
        if (!chosen(place, zones[place])) continue;
        ZoneSweep zone(zones[place], tally);
        zone.whole_years();
        zone.around_changes();
    }
    return tally;
}

std::optional<Tally> sweep_asked_for(const std::vector<std::string>& arguments) {
    if (arguments.empty()) return sweep([](std::size_t, const std::string&) { return true; });
    if (arguments == std::vector<std::string>{"sample"})
        return sweep([](std::size_t place, const std::string& zone) { return place % sampled_of == 0 || is_nasty(zone); });
    if (arguments.size() != 2) return std::nullopt;
    const auto share = number(arguments[0]), of = number(arguments[1]);
    return sweep([=](std::size_t place, const std::string&) { return place % of == share; });
}

}  // namespace

int main(int argc, char** argv) {
    const auto tally = sweep_asked_for({argv + 1, argv + argc});
    if (!tally) {
        fmt::print(stderr, "usage: calendar_sweep [sample | SHARE OF]\n");
        return 2;
    }
    for (const auto& text : tally->first_violations) fmt::print("{}\n", text);
    fmt::print("{} zones, {} schedules, {} answers, {} violations\n", tally->zones, tally->schedules, tally->answers, tally->violations);
    return tally->violations == 0 && tally->zones > 0 ? 0 : 1;
}
