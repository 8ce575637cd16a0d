// SPDX-License-Identifier: Apache-2.0
#include "mib/value.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <limits>

namespace drs::mib {
namespace {

constexpr std::size_t admin_string_octets = 255;  // RFC 3411, SnmpAdminString
constexpr std::size_t long_text_octets = 1024;

std::string cut(std::string_view utf8, std::size_t octets) {
    if (utf8.size() <= octets) return std::string(utf8);
    const auto continues = [&](std::size_t at) { return (static_cast<unsigned char>(utf8[at]) & 0xc0) == 0x80; };
    auto end = octets;
    while (end > 0 && octets - end < 3 && continues(end)) --end;
    return std::string(utf8.substr(0, end));
}

std::uint64_t at_most_32_bits(std::uint64_t number) {
    return std::min<std::uint64_t>(number, std::numeric_limits<std::uint32_t>::max());
}

std::string octets_of(const std::tm& local, unsigned tenths) {
    const auto year = static_cast<unsigned>(local.tm_year + 1900);
    const auto offset = std::abs(local.tm_gmtoff) / 60;
    std::string octets;
    for (const long octet : {static_cast<long>(year >> 8), static_cast<long>(year & 0xff), local.tm_mon + 1L,
                             static_cast<long>(local.tm_mday), static_cast<long>(local.tm_hour),
                             static_cast<long>(local.tm_min), static_cast<long>(local.tm_sec), static_cast<long>(tenths),
                             local.tm_gmtoff < 0 ? static_cast<long>('-') : static_cast<long>('+'), offset / 60, offset % 60})
        octets.push_back(static_cast<char>(octet));
    return octets;
}

}  // namespace

Value text(std::string_view utf8) { return {Syntax::octets, 0, cut(utf8, admin_string_octets)}; }
Value long_text(std::string_view utf8) { return {Syntax::octets, 0, cut(utf8, long_text_octets)}; }
Value unsigned32(std::uint64_t number) { return {Syntax::unsigned32, at_most_32_bits(number), {}}; }
// A counter wraps; it does not stop.
Value counter32(std::uint64_t number) { return {Syntax::counter32, number & 0xffffffffu, {}}; }
Value counter64(std::uint64_t number) { return {Syntax::counter64, number, {}}; }
Value truth(bool yes) { return {Syntax::integer32, yes ? 1u : 2u, {}}; }

Value date_and_time(std::optional<model::TimePoint> time) {
    if (!time) return {Syntax::octets, 0, {}};
    const auto seconds = std::chrono::floor<std::chrono::seconds>(*time);
    const auto tenths = static_cast<unsigned>((*time - seconds).count() / 100);
    const std::time_t clock = seconds.time_since_epoch().count();
    std::tm local{};
    localtime_r(&clock, &local);
    return {Syntax::octets, 0, octets_of(local, tenths)};
}

}  // namespace drs::mib
