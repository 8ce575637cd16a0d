// SPDX-License-Identifier: Apache-2.0
// due_times next|last ZONE START FREQUENCY WEEKDAYS INSTANT COUNT: when a schedule is due after, or until, an instant; in UTC, one a line. WEEKDAYS is
// `-` for none; less than COUNT lines: there are no more.
#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "instant.hpp"
#include "master/recurrence.hpp"

namespace {

using namespace drs;

model::Frequency frequency(const std::string& text) {
    for (const auto one : {model::Frequency::once, model::Frequency::daily, model::Frequency::weekly, model::Frequency::monthly})
        if (word(one) == text) return one;
    throw std::invalid_argument("not a frequency: " + text);
}

model::Schedule schedule(const std::vector<std::string>& words) {
    model::Schedule schedule;
    schedule.name = "asked";
    schedule.zone = words[1];
    schedule.start = words[2];
    schedule.frequency = frequency(words[3]);
    schedule.weekdays = model::parse_weekdays(words[4]).value_or(0);
    return schedule;
}

void print(const std::vector<std::string>& words) {
    const master::Recurrence recurrence(schedule(words), "UTC");
    const bool forward = words[0] == "next";
    auto due = forward ? recurrence.next(test::instant(words[5])) : recurrence.last(test::instant(words[5]));
    for (int left = std::stoi(words[6]); due && left > 0; --left) {
        fmt::print("{}\n", test::text_of(*due));
        due = forward ? recurrence.next(*due) : recurrence.last(*due - std::chrono::milliseconds{1});
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() != 7 || (words[0] != "next" && words[0] != "last")) {
        fmt::print(stderr, "usage: due_times next|last ZONE START FREQUENCY WEEKDAYS INSTANT COUNT\n");
        return 2;
    }
    try {
        print(words);
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
