// SPDX-License-Identifier: Apache-2.0
// Texts and times as they stand in JSON: valid UTF-8, and ISO 8601 in UTC with milliseconds.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/set_id.hpp"

namespace drs::control {

/// Well-formed by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);
/// Each byte that is in no well-formed sequence becomes U+FFFD: file names and a script's words may hold any bytes.
std::string as_utf8(std::string_view text);

/// `2026-11-23T02:00:01.250Z`; a time before the year 0 or after 9999 is written as the nearest that fits.
std::string iso_8601(model::TimePoint time);
/// That form only; nothing for any other text.
std::optional<model::TimePoint> parse_iso_8601(std::string_view text);

}  // namespace drs::control
