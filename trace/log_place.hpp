// SPDX-License-Identifier: Apache-2.0
// Whether a directory takes files just now.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace drs::trace {

/// Writes 4 KiB into a file without a name there, which is gone at once. Nothing: it can be written to. Else one clause that names
/// the directory and the reason. Blocks as long as the disk does.
std::optional<std::string> what_is_wrong_with(const std::filesystem::path& directory);

/// `DIR cannot be written: REASON`
std::string cannot_be_written(const std::filesystem::path& directory, int error);

}  // namespace drs::trace
