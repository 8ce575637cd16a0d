// SPDX-License-Identifier: Apache-2.0
// Instants as text, UTC: `2026-03-29 01:00` or `2026-03-29 01:00:30`.
#pragma once

#include <string>

#include "model/set_id.hpp"

namespace drs::test {

/// Throws std::invalid_argument for any other text.
model::TimePoint instant(const std::string& text);
/// With seconds only when they are not 0, and milliseconds likewise.
std::string text_of(model::TimePoint time);

}  // namespace drs::test
