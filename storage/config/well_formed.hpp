// SPDX-License-Identifier: Apache-2.0
// What pugixml lets pass and XML does not, found before it parses: characters, references, nesting, tags that do not match.
#pragma once

#include "storage/config/source.hpp"

namespace drs::storage::xml {

inline constexpr std::size_t deepest_nesting = 32;

/// Throws ConfigError at the first byte that is not a character, is a reference to anything but a character or one of the five
/// predefined entities, opens a DOCTYPE (refused: no file of ours has one, and its entities can explode), nests deeper than
/// `deepest_nesting`, or leaves an element open.
void check_well_formed(const Source& source);

}  // namespace drs::storage::xml
