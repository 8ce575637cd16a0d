// SPDX-License-Identifier: Apache-2.0
#include "alarms/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace drs::alarms {
namespace {

unsigned octet(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

/// The least code point that needs this many octets, so that longer forms of it are refused.
constexpr unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};

std::size_t announced_octets(unsigned first) {
    if (first < 0x80) return 1;
    if (first >= 0xc2 && first < 0xe0) return 2;
    if (first >= 0xe0 && first < 0xf0) return 3;
    return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

bool is_control(std::string_view character) {
    const auto first = octet(character, 0);
    return first < 0x20 || first == 0x7f || (character.size() == 2 && first == 0xc2 && octet(character, 1) < 0xa0);
}

std::string as_hexadecimal(std::string_view character) {
    std::string text;
    for (std::size_t i = 0; i < character.size(); ++i) fmt::format_to(std::back_inserter(text), "\\x{:02x}", octet(character, i));
    return text;
}

}  // namespace

std::size_t character_octets(std::string_view text) {
    if (text.empty()) return 0;
    const auto first = octet(text, 0);
    const auto length = announced_octets(first);
    if (length == 0 || length > text.size()) return 0;
    if (length == 1) return 1;
    unsigned code = first & (0x7fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((octet(text, i) & 0xc0) != 0x80) return 0;
        code = code << 6 | (octet(text, i) & 0x3f);
    }
    const bool surrogate = code >= 0xd800 && code < 0xe000;
    return code < least[length] || code > 0x10ffff || surrogate ? 0 : length;
}

std::string_view cut(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return text;
    auto end = limit;
    while (end > 0 && limit - end < 3 && (octet(text, end) & 0xc0) == 0x80) --end;
    // Only within a character that is one; other octets may be cut anywhere.
    return text.substr(0, character_octets(text.substr(end)) > limit - end ? end : limit);
}

std::string Visible::operator()(std::string_view text) const {
    std::string shown;
    std::size_t cost = 0;
    std::size_t last_cut = 0;  // as long as what is shown up to here leaves room for the mark
    while (!text.empty()) {
        const auto octets = character_octets(text);
        const auto character = text.substr(0, std::max<std::size_t>(octets, 1));
        text.remove_prefix(character.size());
        std::string piece = octets == 0 ? "\xef\xbf\xbd" : is_control(character) ? as_hexadecimal(character) : std::string(character);
        if (special.find(character) != std::string_view::npos) piece.insert(0, 1, '\\');
        cost += piece.size() + (doubled.find(character) != std::string_view::npos ? 1 : 0);
        if (cost > limit) {
            shown.resize(last_cut);
            return limit == 0 ? shown : shown + '*';
        }
        shown += piece;
        if (cost < limit) last_cut = shown.size();
    }
    return shown;
}

}  // namespace drs::alarms
