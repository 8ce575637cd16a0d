// SPDX-License-Identifier: Apache-2.0
// The tree of traces and component logs, `var/log/active/platform/drf` below the root, which no name leads out of.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/descriptor.hpp"
#include "cli/log_path.hpp"
#include "control/log_listing.hpp"

namespace drs::cli {

struct LogListing {
    LogPath directory;                      // that all entries are in
    std::vector<control::LogEntry> entries;
};

/// Names are resolved from the tree's top by the kernel with openat2(2), which follows no symbolic link and never goes up, and
/// what was opened is what is looked at: nothing is checked by name and used by name afterwards. Only regular files that have
/// one name are opened: no device, FIFO or socket, and no second name of a file from elsewhere.
class LogTree {
public:
    /// `by_step`: each step by openat(2) with O_NOFOLLOW, as before Linux 5.6.
    enum class Resolution { by_kernel, by_step };

    explicit LogTree(std::filesystem::path active_log, Resolution resolution = Resolution::by_kernel)
        : active_log_(std::move(active_log)), resolution_(resolution) {}

    /// For reading. Throws Refusal(not_found, bad_value, not_permitted).
    Descriptor open_file(const LogPath& path) const;
    /// What is in the directory; the file of that name; or what the pattern matches: regular files and directories by name.
    /// Throws Refusal, also when there is nothing of that name.
    LogListing list(const LogPath& path) const;

private:
    Descriptor open_top() const;
    Descriptor open(int directory, const std::string& below, int flags) const;
    std::vector<control::LogEntry> entries(const LogPath& directory, const char* pattern) const;

    std::filesystem::path active_log_;
    Resolution resolution_;
};

}  // namespace drs::cli
