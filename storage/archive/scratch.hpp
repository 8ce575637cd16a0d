// SPDX-License-Identifier: Apache-2.0
// The directory beside a path in which its new contents grow until they are swapped in.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "storage/archive/descriptor.hpp"

namespace drs::storage {

/// `.drs-restore-<tag>-<n>`, 0700, locked (flock) while this lives so that a sweep leaves it alone. Removed with all in it when this goes.
class RestoreScratch {
public:
    /// Throws ArchiveError(target). What an earlier run left under the same name goes first.
    RestoreScratch(const std::filesystem::path& parent, std::string_view tag, std::size_t number);
    ~RestoreScratch();
    RestoreScratch(RestoreScratch&&) = default;
    RestoreScratch& operator=(RestoreScratch&&) = delete;

    std::string grown() const { return path_ + "/new"; }   // what will be swapped in
    std::string former() const { return path_ + "/old"; }  // what was there, when it is moved away
    int descriptor() const { return lock_.number(); }
    const std::string& path() const { return path_; }
    /// It holds the only copy of something: it stays.
    void keep() { kept_ = true; }
    /// Now; false when something could not be removed.
    bool remove();

private:
    std::string path_;
    Descriptor lock_;
    bool kept_ = false;
};

/// Directories made on the way to a path, parents first; gone again unless `keep()` was called.
class MadeDirectories {
public:
    MadeDirectories() = default;
    ~MadeDirectories();
    MadeDirectories(const MadeDirectories&) = delete;
    MadeDirectories& operator=(const MadeDirectories&) = delete;
    /// Throws ArchiveError(target).
    void make(const std::filesystem::path& directory);
    void keep() { made_.clear(); }

private:
    std::vector<std::filesystem::path> made_;
};

}  // namespace drs::storage
