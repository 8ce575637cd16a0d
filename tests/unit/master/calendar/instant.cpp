// SPDX-License-Identifier: Apache-2.0
#include "instant.hpp"

#include <fmt/format.h>

#include <ctime>
#include <stdexcept>

namespace drs::test {

model::TimePoint instant(const std::string& text) {
    std::tm parts{};
    const char* rest = strptime(text.c_str(), "%Y-%m-%d %H:%M", &parts);
    if (rest && *rest == ':') rest = strptime(rest, ":%S", &parts);
    if (!rest || *rest) throw std::invalid_argument("not an instant such as 2026-03-29 01:00: " + text);
    return model::TimePoint{std::chrono::seconds{timegm(&parts)}};
}

std::string text_of(model::TimePoint time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    const auto since_epoch = static_cast<std::time_t>(seconds.time_since_epoch().count());
    std::tm parts{};
    gmtime_r(&since_epoch, &parts);
    auto text = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min);
    const auto thousandths = (time - seconds).count();
    if (parts.tm_sec != 0 || thousandths != 0) text += fmt::format(":{:02}", parts.tm_sec);
    return thousandths == 0 ? text : text + fmt::format(".{:03}", thousandths);
}

}  // namespace drs::test
