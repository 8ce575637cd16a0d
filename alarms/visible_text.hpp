// SPDX-License-Identifier: Apache-2.0
// Text from anywhere made safe to show: valid UTF-8, no control characters, bounded, never cut within a character.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace drs::alarms {

/// The octets of the UTF-8 character (RFC 3629) that `text` begins with; 0 when it begins with none.
std::size_t character_octets(std::string_view text);

/// At most `limit` octets of `text`, not ending within a character.
std::string_view cut(std::string_view text, std::size_t limit);

/// Control characters (also U+0080 to U+009F) as `\xNN`, octets that are no UTF-8 as U+FFFD, a backslash before each of `special`. More than
/// `limit` octets, counting those of `doubled` twice, are cut at a character and end in `*`.
struct Visible {
    std::string_view special;
    std::string_view doubled;
    std::size_t limit = std::string::npos;

    std::string operator()(std::string_view text) const;
};

}  // namespace drs::alarms
