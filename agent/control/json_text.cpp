// SPDX-License-Identifier: Apache-2.0
#include "control/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drs::control {
namespace {

constexpr std::string_view time_pattern = "dddd-dd-ddTdd:dd:dd.dddZ";

unsigned char byte(std::string_view text, std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0; }

/// Length of the well-formed sequence at the beginning, 0 when there is none (RFC 3629, section 4).
std::size_t sequence(std::string_view text) {
    const auto first = byte(text, 0), second = byte(text, 1);
    const auto follows = [&](std::size_t at) { return (byte(text, at) & 0xc0) == 0x80; };
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        const bool in_range = !(first == 0xe0 && second < 0xa0) && !(first == 0xed && second > 0x9f);
        return in_range && follows(1) && follows(2) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const bool in_range = !(first == 0xf0 && second < 0x90) && !(first == 0xf4 && second > 0x8f);
        return in_range && follows(1) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

bool fits_time_pattern(std::string_view text) {
    return std::equal(text.begin(), text.end(), time_pattern.begin(), time_pattern.end(),
                      [](char c, char p) { return p == 'd' ? c >= '0' && c <= '9' : c == p; });
}

unsigned number(std::string_view digits) {
    unsigned value = 0;
    for (const char c : digits) value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = sequence(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string as_utf8(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const auto length = sequence(text);
        clean += length > 0 ? text.substr(0, length) : std::string_view("\xef\xbf\xbd");
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return clean;
}

std::string iso_8601(model::TimePoint time) {
    using namespace std::chrono;
    constexpr model::TimePoint first = sys_days{year{0} / 1 / 1}, behind = sys_days{year{10000} / 1 / 1};
    time = std::clamp(time, first, behind - milliseconds(1));
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(date.year()), unsigned(date.month()),
                       unsigned(date.day()), clock.hours().count(), clock.minutes().count(),
                       clock.seconds().count(), clock.subseconds().count());
}

std::optional<model::TimePoint> parse_iso_8601(std::string_view text) {
    using namespace std::chrono;
    if (!fits_time_pattern(text)) return std::nullopt;
    const auto part = [&](std::size_t at, std::size_t length) { return number(text.substr(at, length)); };
    const auto date = year{static_cast<int>(part(0, 4))} / month{part(5, 2)} / day{part(8, 2)};
    if (!date.ok() || part(11, 2) > 23 || part(14, 2) > 59 || part(17, 2) > 59) return std::nullopt;
    return sys_days{date} + hours(part(11, 2)) + minutes(part(14, 2)) + seconds(part(17, 2)) + milliseconds(part(20, 3));
}

}  // namespace drs::control
