// SPDX-License-Identifier: Apache-2.0
// How much a trace line matters.
#pragma once

#include <cstdint>
#include <string_view>

namespace drs::trace {

enum class Level : std::uint8_t { error, warn, info, debug };

std::string_view word(Level level);
/// ERROR, WARN, INFO or DEBUG in any case; throws std::invalid_argument for any other word.
Level level_named(std::string_view word);

}  // namespace drs::trace
