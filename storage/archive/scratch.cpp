// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/scratch.hpp"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <set>

#include "runtime/error.hpp"
#include "storage/archive/error.hpp"
#include "storage/archive/registered_paths.hpp"
#include "storage/archive/remove_tree.hpp"
#include "storage/archive/tar.hpp"

namespace drs::storage {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view prefix = ".drs-restore-";

Descriptor locked(const std::string& path) {
    Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (directory && ::flock(directory.number(), LOCK_EX | LOCK_NB) != 0) directory = Descriptor();
    return directory;
}

bool remove_leftover(const std::string& path) { return locked(path) && remove_tree(path); }

}  // namespace

RestoreScratch::RestoreScratch(const fs::path& parent, std::string_view tag, std::size_t number)
    : path_((parent / (std::string(prefix) + std::string(tag) + "-" + std::to_string(number))).string()) {
    bool made = ::mkdir(path_.c_str(), S_IRWXU) == 0;
    if (!made && errno == EEXIST && remove_leftover(path_)) made = ::mkdir(path_.c_str(), S_IRWXU) == 0;
    if (!made) throw ArchiveError(ArchiveFault::target, "The directory `" + path_ + "` for the restored files cannot be made: " + runtime::reason_of(errno) + ".");
    lock_ = locked(path_);
    if (lock_) return;
    const int error = errno;
    remove_tree(path_);
    throw ArchiveError(ArchiveFault::target, "The directory `" + path_ + "` for the restored files cannot be opened: " + runtime::reason_of(error) + ".");
}

RestoreScratch::~RestoreScratch() {
    if (lock_ && !kept_) remove_tree(path_);  // what cannot be removed waits for the next sweep
}

bool RestoreScratch::remove() {
    const bool gone = remove_tree(path_);
    lock_ = Descriptor();
    return gone;
}

MadeDirectories::~MadeDirectories() {
    std::error_code not_empty;  // somebody else uses it by now: then it stays
    for (auto made = made_.rbegin(); made != made_.rend(); ++made) fs::remove(*made, not_empty);
}

void MadeDirectories::make(const fs::path& directory) {
    std::error_code error;
    if (fs::is_directory(directory, error)) return;
    if (directory.has_relative_path()) make(directory.parent_path());
    if (!fs::create_directory(directory, error) && error)
        throw ArchiveError(ArchiveFault::target, "The directory `" + directory.string() + "` cannot be made: " + error.message() + ".");
    made_.push_back(directory);
}

unsigned sweep_restore_scratch(const std::vector<std::string>& paths) {
    const RegisteredPaths registered(paths, ArchiveFault::target);
    std::set<fs::path> parents;
    for (const std::string& path : registered.all()) parents.insert(fs::path(path).parent_path());
    unsigned removed = 0;
    for (const fs::path& parent : parents) {
        std::error_code absent;
        for (fs::directory_iterator at(parent, absent); !absent && at != fs::directory_iterator(); at.increment(absent)) {
            const bool scratch = at->path().filename().native().starts_with(prefix);
            if (scratch && remove_leftover(at->path().string())) ++removed;
        }
    }
    return removed;
}

}  // namespace drs::storage
