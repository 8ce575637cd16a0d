// SPDX-License-Identifier: Apache-2.0
// A schedule as the operator defines it: what is backed up where, and when.
#pragma once

#include <bitset>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/words.hpp"

namespace drs::model {

inline constexpr unsigned max_schedules = 10;
inline constexpr std::string_view default_schedule_name = "default";  // can be neither renamed nor deleted
/// What "Set Default" chooses (the guide): Tuesday to Saturday, bit 0 = Sunday.
inline constexpr std::bitset<7> set_default_weekdays{0b1111100};
inline constexpr std::chrono::minutes max_randomise{720};
inline constexpr std::chrono::minutes max_window{10080};  // a week

struct Schedule {
    std::uint32_t index = 0;
    std::string name;
    std::string device;
    std::vector<std::string> features;
    /// `YYYY/MM/DD-hh:mm`, local time of the zone: what the operator typed is what is kept.
    std::string start;
    Frequency frequency = Frequency::weekly;
    std::bitset<7> weekdays;  // bit 0 = Sunday; used by weekly only, which has at least one
    std::string zone;         // IANA name; empty: the machine's zone
    /// A run starts up to this much after it is due, by a number that is the same for one run however often it is computed.
    std::chrono::minutes randomise{0};
    bool catch_up = true;            // a run missed while the Master was down is made up for once, when it is back
    std::chrono::minutes window{0};  // a run that could not begin within this time of its due time is dropped; 0: no limit
    bool enabled = false;

    bool operator==(const Schedule&) const = default;
};

/// What the clock on the wall shows, in a zone that the context knows.
using LocalMinutes = std::chrono::local_time<std::chrono::minutes>;
/// A schedule's start; nothing when it is not of the form above, or no date and time that exists.
std::optional<LocalMinutes> parse_start(std::string_view text);

/// `SUN MON ...`: as files, listings and the command line write them.
std::string weekday_words(const std::bitset<7>& days, std::string_view separator);
/// Words with commas or blanks between, in any case; `default` is Set Default. Nothing: a word is no weekday, is there twice, or there is none.
std::optional<std::bitset<7>> parse_weekdays(std::string_view text);

}  // namespace drs::model
