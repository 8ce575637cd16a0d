// SPDX-License-Identifier: Apache-2.0
// Files that are either the old or the new, never half: temporary name, fsync, rename, fsync of the directory.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace drs::runtime {

/// Replaces `path` by `contents` with permission `mode`. Throws Error(file); then the old file is untouched.
void replace_file(const std::filesystem::path& path, std::string_view contents, unsigned mode = 0644);
/// Removes what a replace_file of `path` that was killed has left beside it. Throws Error(file).
void discard_unfinished(const std::filesystem::path& path);
/// Durable when it returns; no error when there is no such file. Throws Error(file).
void remove_file(const std::filesystem::path& path);
/// The whole file; nothing when there is none. Throws Error(file) on any other failure or above `limit` bytes.
std::optional<std::string> read_file(const std::filesystem::path& path, std::size_t limit = 16u << 20);
/// Makes `path` and its parents; throws Error(file) with the part that failed.
void make_directory(const std::filesystem::path& path, unsigned mode = 0755);

}  // namespace drs::runtime
