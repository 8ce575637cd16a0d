// SPDX-License-Identifier: Apache-2.0
// The directory that a spool has for itself.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace drs::alarms {

/// Made when it is missing, and readable by nobody else. Throws runtime::Error(file).
std::filesystem::path private_directory(std::filesystem::path directory);

/// The first sequences of the segments in it, ascending. What a crash left of one on its way is removed. Throws runtime::Error(file).
std::vector<std::uint64_t> segments_in(const std::filesystem::path& directory);

/// Held as long as the spool is open: two writers would give one sequence to two alarms. Ends with the process, however that ends.
class DirectoryLock {
public:
    /// Throws runtime::Error(file) when another process, or this one, holds it.
    explicit DirectoryLock(const std::filesystem::path& directory);
    ~DirectoryLock();
    DirectoryLock(const DirectoryLock&) = delete;
    DirectoryLock& operator=(const DirectoryLock&) = delete;

private:
    int fd_ = -1;
};

}  // namespace drs::alarms
