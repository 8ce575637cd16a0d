// SPDX-License-Identifier: Apache-2.0
// Which characters a file of XML 1.0 in UTF-8 can hold: asked of what is read and of what is about to be written.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace drs::storage::xml {

struct BadCharacter {
    std::size_t offset = 0;
    std::string what;  // `control character \x07`, `byte \xff (not UTF-8)`
};

/// The first byte that is not well-formed UTF-8 (RFC 3629) or not a character of XML 1.0 (section 2.2); nothing when all are.
std::optional<BadCharacter> bad_character(std::string_view text);

/// Whether XML 1.0 has this character (section 2.2); also asked of `&#1;`.
bool is_character(char32_t point);

/// A value as it may stand in a sentence: control characters as `\xNN`, cut after 64 bytes.
std::string shown(std::string_view value);

}  // namespace drs::storage::xml
