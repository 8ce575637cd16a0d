// SPDX-License-Identifier: Apache-2.0
// An old trace file is compressed; the commands that show files read it like any other.
#pragma once

#include "cli/descriptor.hpp"
#include "cli/log_path.hpp"

namespace drs::cli {

/// `file` itself, unless it is a .gz: then what is in it, in memory that goes with the descriptor. Throws Refusal(bad_value) when it is damaged or
/// holds more than 1 GiB, the size of the largest trace file there can be.
Descriptor unpacked(Descriptor file, const LogPath& path);

}  // namespace drs::cli
