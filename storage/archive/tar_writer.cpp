// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "storage/archive/registered_paths.hpp"
#include "storage/archive/tar.hpp"
#include "storage/archive/tar_stream.hpp"
#include "storage/archive/tar_walk.hpp"

namespace drs::storage {
namespace fs = std::filesystem;

TarReport write_tar(const std::vector<std::string>& paths, ByteSink& next, const std::function<bool()>& stopped) {
    const RegisteredPaths registered(paths, ArchiveFault::source);
    TarStream stream(next, stopped);
    TarWalk walk(stream);
    for (const std::string& path : registered.all()) walk.add(path);
    stream.finish();
    return std::move(walk).report();
}

std::uint64_t estimate_tar(const std::vector<std::string>& paths) {
    std::uint64_t sum = 0;
    std::error_code unreadable;
    const auto add = [&](const fs::directory_entry& entry) {
        if (!entry.is_symlink(unreadable) && entry.is_regular_file(unreadable)) {
            const auto size = entry.file_size(unreadable);
            if (!unreadable) sum += size;
        }
    };
    for (const std::string& path : paths) {
        const fs::directory_entry top(path, unreadable);
        add(top);
        if (!fs::is_directory(fs::symlink_status(path, unreadable))) continue;
        fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, unreadable);
        for (const fs::recursive_directory_iterator end; at != end && !unreadable; at.increment(unreadable)) add(*at);
    }
    return sum;
}

}  // namespace drs::storage
