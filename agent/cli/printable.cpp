// SPDX-License-Identifier: Apache-2.0
#include "cli/printable.hpp"

#include <fmt/format.h>

#include <array>

namespace drs::cli {

std::string printable(std::string_view text) {
    std::string shown;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        const bool c1 = byte == 0xc2 && next >= 0x80 && next <= 0x9f;
        if (byte < 0x20 || byte == 0x7f || c1) shown += fmt::format("\\x{:02x}", c1 ? next : byte);
        else shown += text[i];
        if (c1) ++i;
    }
    return shown;
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
