// SPDX-License-Identifier: Apache-2.0
#include "cli/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "control/json_text.hpp"

namespace drs::cli {

namespace {

/// Bytes of the well-formed UTF-8 character that `text` begins with; 0 when there is none.
std::size_t character_length(std::string_view text) {
    for (std::size_t length = 1; length <= std::min<std::size_t>(4, text.size()); ++length)
        if (control::is_utf8(text.substr(0, length))) return length;
    return 0;
}

bool is_control(std::string_view character) {
    const auto byte = static_cast<unsigned char>(character[0]);
    return byte < 0x20 || byte == 0x7f || (byte == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0);
}

}  // namespace

std::string printable(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const auto length = std::max<std::size_t>(character_length(text), 1);
        const auto character = text.substr(0, length);
        // C1 is two bytes in UTF-8, and the second is its number.
        if (character_length(text) == 0 || is_control(character)) shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(character.back()));
        else shown += character;
        text.remove_prefix(length);
    }
    return shown;
}

std::string printable_line(std::string_view line) {
    std::string shown;
    for (std::size_t begin = 0;;) {
        const auto tab = line.find('\t', begin);
        shown += printable(line.substr(begin, tab - begin));
        if (tab == line.npos) return shown;
        shown += '\t', begin = tab + 1;
    }
}

std::string size_text(unsigned long long bytes) {
    constexpr std::array<std::string_view, 6> units{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    if (bytes < 1024) return fmt::format("{}B", bytes);
    double value = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    for (; value >= 1023.95 && unit + 1 < units.size(); ++unit) value /= 1024;
    return fmt::format("{:.1f}{}", value, units[unit]);
}

}  // namespace drs::cli
