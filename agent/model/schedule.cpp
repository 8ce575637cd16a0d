// SPDX-License-Identifier: Apache-2.0
#include "model/schedule.hpp"

#include <algorithm>
#include <array>

#include "model/names.hpp"

namespace drs::model {
namespace {

constexpr std::array<std::string_view, 7> day_words{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

std::optional<LocalMinutes> parse_start(std::string_view text) {
    static constexpr std::string_view pattern = "dddd/dd/dd-dd:dd";
    const auto fits = [](char form, char c) { return form == 'd' ? c >= '0' && c <= '9' : c == form; };
    if (text.size() != pattern.size() || !std::equal(pattern.begin(), pattern.end(), text.begin(), fits)) return std::nullopt;
    const auto part = [text](std::size_t offset, std::size_t size) {
        int value = 0;
        for (const char c : text.substr(offset, size)) value = value * 10 + (c - '0');
        return value;
    };
    using namespace std::chrono;
    const auto date = year{part(0, 4)} / part(5, 2) / part(8, 2);
    if (!date.ok() || part(11, 2) > 23 || part(14, 2) > 59) return std::nullopt;
    return local_days{date} + hours{part(11, 2)} + minutes{part(14, 2)};
}

std::string weekday_words(const std::bitset<7>& days, std::string_view separator) {
    std::vector<std::string> words;
    for (std::size_t day = 0; day < day_words.size(); ++day)
        if (days.test(day)) words.emplace_back(day_words[day]);
    return join(words, separator);
}

std::optional<std::bitset<7>> parse_weekdays(std::string_view text) {
    std::string given(text);
    std::transform(given.begin(), given.end(), given.begin(), [](char c) { return c == ',' ? ' ' : upper(c); });
    if (given == "DEFAULT") return set_default_weekdays;
    std::bitset<7> days;
    for (std::size_t begin = 0; begin < given.size();) {
        const auto end = std::min(given.find(' ', begin), given.size());
        const auto day = std::find(day_words.begin(), day_words.end(), std::string_view(given).substr(begin, end - begin));
        const auto bit = static_cast<std::size_t>(day - day_words.begin());
        if (day == day_words.end() || days.test(bit)) return std::nullopt;
        days.set(bit);
        begin = end + 1;
    }
    if (days.none()) return std::nullopt;
    return days;
}

}  // namespace drs::model
