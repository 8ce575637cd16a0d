// SPDX-License-Identifier: Apache-2.0
#include "cli/local_time.hpp"

#include <fmt/format.h>

#include <array>
#include <ctime>

namespace drs::cli {

std::string local_time(model::TimePoint time) {
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    std::tm local{};
    localtime_r(&seconds, &local);
    return fmt::format("{} {} {:02} {:02}:{:02}:{:02} {} {}", days[static_cast<std::size_t>(local.tm_wday)],
                       months[static_cast<std::size_t>(local.tm_mon)], local.tm_mday, local.tm_hour, local.tm_min,
                       local.tm_sec, local.tm_zone, local.tm_year + 1900L);
}

}  // namespace drs::cli
