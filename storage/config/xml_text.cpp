// SPDX-License-Identifier: Apache-2.0
#include "storage/config/xml_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drs::storage::xml {
namespace {

struct Decoded {
    std::size_t size = 0;  // 0: not UTF-8
    char32_t point = 0;
};

/// How many bytes a sequence has by its first one, and the least code point that needs so many.
struct Lead {
    std::size_t size = 0;
    char32_t bits = 0;
    char32_t least = 0;
};

Lead lead_of(unsigned char first) {
    if (first < 0x80) return {1, first, 0};
    if ((first & 0xe0) == 0xc0) return {2, first & 0x1fu, 0x80};
    if ((first & 0xf0) == 0xe0) return {3, first & 0x0fu, 0x800};
    if ((first & 0xf8) == 0xf0) return {4, first & 0x07u, 0x10000};
    return {};
}

Decoded decode(std::string_view text) {
    auto [size, point, least] = lead_of(static_cast<unsigned char>(text.front()));
    if (size == 0 || size > text.size()) return {};
    for (std::size_t i = 1; i < size; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0) != 0x80) return {};
        point = (point << 6) | (byte & 0x3fu);
    }
    const bool surrogate = point >= 0xd800 && point <= 0xdfff;
    if (point < least || point > 0x10ffff || surrogate) return {};
    return {size, point};
}

}  // namespace

bool is_character(char32_t point) {
    if (point < 0x20) return point == '\t' || point == '\n' || point == '\r';
    if (point >= 0xd800 && point <= 0xdfff) return false;
    return point <= 0x10ffff && point != 0xfffe && point != 0xffff;
}

std::optional<BadCharacter> bad_character(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto [size, point] = decode(text.substr(at));
        if (size == 0)
            return BadCharacter{at, fmt::format("byte \\x{:02x} (not UTF-8)", static_cast<unsigned char>(text[at]))};
        if (!is_character(point))
            return BadCharacter{at, point < 0x20 ? fmt::format("control character \\x{:02x}", static_cast<unsigned>(point))
                                                 : fmt::format("character U+{:04X}", static_cast<unsigned>(point))};
        at += size;
    }
    return std::nullopt;
}

std::string shown(std::string_view value) {
    constexpr std::size_t longest = 64;
    std::string text;
    for (const char c : value.substr(0, longest)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) fmt::format_to(std::back_inserter(text), "\\x{:02x}", byte);
        else text += c;
    }
    return value.size() > longest ? text + "..." : text;
}

}  // namespace drs::storage::xml
