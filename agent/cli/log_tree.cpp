// SPDX-License-Identifier: Apache-2.0
#include "cli/log_tree.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "control/refusal.hpp"
#include "runtime/error.hpp"

namespace drs::cli {
namespace {

using control::Kind;
using control::Refusal;

constexpr std::size_t most_entries = 65536;
constexpr int directory_flags = O_RDONLY | O_DIRECTORY | O_NONBLOCK;

struct CloseDirectory {
    void operator()(DIR* directory) const { ::closedir(directory); }
};

[[noreturn]] void refuse(int error, const LogPath& path) {
    switch (error) {
        case ENOENT: throw Refusal(Kind::not_found, "there is no " + path.typed + " below activelog; file list activelog platform/drf/trace shows what there is");
        case ELOOP: throw Refusal(Kind::bad_value, path.typed + " leads through a symbolic link, which is not followed; name the file itself");
        case ENOTDIR: throw Refusal(Kind::bad_value, path.typed + " leads through something that is no directory; see file list activelog platform/drf/trace");
        case ENAMETOOLONG: throw Refusal(Kind::bad_value, path.typed + " is longer than a name can be; give a shorter one");
        case EACCES: case EPERM: throw Refusal(Kind::not_permitted, "you may not read " + path.typed + "; run the command as root or as one of the operators");
        default: throw Refusal(Kind::internal, path.typed + " cannot be opened: " + runtime::reason_of(error) + "; try again");
    }
}

int open_by_kernel(int directory, const std::string& below, int flags) {
    open_how how{};
    how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    return static_cast<int>(::syscall(SYS_openat2, directory, below.c_str(), &how, sizeof how));
}

/// `below` has no empty step and no `..`. A link as the last step is opened as such with O_PATH, and then told from a file.
int open_by_step(int directory, const std::string& below, int flags) {
    Descriptor here;
    for (std::size_t begin = 0;;) {
        const auto slash = below.find('/', begin);
        const auto step = below.substr(begin, slash - begin);
        const bool last = slash == below.npos;
        const int at = here ? here.handle() : directory;
        Descriptor next(::openat(at, step.c_str(), (last ? flags : O_PATH | O_DIRECTORY) | O_NOFOLLOW | O_CLOEXEC));
        if (!next) {
            struct stat state{};
            const int error = errno;
            if (error == ENOTDIR && ::fstatat(at, step.c_str(), &state, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(state.st_mode)) errno = ELOOP;
            else errno = error;
            return -1;
        }
        if (last) return next.release();
        here = std::move(next), begin = slash + 1;
    }
}

control::LogEntry entry_of(const char* name, const struct stat& state) {
    const auto since = std::chrono::seconds(state.st_mtim.tv_sec) + std::chrono::nanoseconds(state.st_mtim.tv_nsec);
    return {name, S_ISDIR(state.st_mode), S_ISDIR(state.st_mode) ? 0 : static_cast<std::uint64_t>(state.st_size),
            model::TimePoint(std::chrono::floor<std::chrono::milliseconds>(since))};
}

/// What is neither shown nor opened: `why` names it.
const char* unfit(const struct stat& state) {
    if (S_ISLNK(state.st_mode)) return "is a symbolic link, which is not followed; name the file itself";
    if (S_ISDIR(state.st_mode)) return "is a directory; name a file in it";
    if (!S_ISREG(state.st_mode)) return "is no regular file; traces and component logs are";
    if (state.st_nlink > 1) return "has another name elsewhere, so it may be no log; remove one of its names";
    return nullptr;
}

}  // namespace

Descriptor LogTree::open(int directory, const std::string& below, int flags) const {
    if (resolution_ == Resolution::by_kernel) {
        const int handle = open_by_kernel(directory, below, flags);
        // Container runtimes that do not know the call yet answer EPERM.
        if (handle >= 0 || (errno != ENOSYS && errno != EPERM)) return Descriptor(handle);
    }
    return Descriptor(open_by_step(directory, below, flags));
}

/// The path down to `activelog` is the administrator's, who may have mounted or linked it elsewhere.
Descriptor LogTree::open_top() const {
    const Descriptor active(::open(active_log_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (active) {
        Descriptor top = open(active.handle(), std::string(log_top), O_PATH | O_DIRECTORY);
        if (top) return top;
    }
    const LogPath missing{(active_log_ / log_top).string(), {}};
    if (errno == ENOENT) throw Refusal(Kind::not_found, "there is no " + missing.typed + "; start drs-master, or name its root with --root");
    refuse(errno, missing);
}

Descriptor LogTree::open_file(const LogPath& path) const {
    const Descriptor top = open_top();
    // O_PATH first: it wakes no device and waits at no FIFO.
    const Descriptor seen = open(top.handle(), path.below(), O_PATH);
    if (!seen) refuse(errno, path);
    struct stat looked{}, opened{};
    if (::fstat(seen.handle(), &looked) != 0) refuse(errno, path);
    if (const char* why = unfit(looked)) throw Refusal(Kind::bad_value, path.typed + " " + why);

    Descriptor file = open(top.handle(), path.below(), O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (!file || ::fstat(file.handle(), &opened) != 0) refuse(errno, path);
    if (const char* why = unfit(opened)) throw Refusal(Kind::bad_value, path.typed + " " + why);
    return file;
}

std::vector<control::LogEntry> LogTree::entries(const LogPath& directory, const char* pattern) const {
    const Descriptor top = open_top();
    Descriptor opened = open(top.handle(), directory.below(), directory_flags);
    if (!opened) refuse(errno, directory);
    const std::unique_ptr<DIR, CloseDirectory> listing(::fdopendir(opened.handle()));
    if (!listing) refuse(errno, directory);
    opened.release();

    std::vector<control::LogEntry> found;
    while (const dirent* each = ::readdir(listing.get())) {
        struct stat state{};
        if (each->d_name[0] == '.' || (pattern != nullptr && ::fnmatch(pattern, each->d_name, 0) != 0)) continue;
        if (::fstatat(::dirfd(listing.get()), each->d_name, &state, AT_SYMLINK_NOFOLLOW) != 0) continue;  // gone meanwhile
        if (!S_ISDIR(state.st_mode) && unfit(state) != nullptr) continue;
        if (found.size() == most_entries)
            throw Refusal(Kind::limit, directory.typed + " holds more than " + std::to_string(most_entries) + " files; name some of them, as in drfMA*");
        found.push_back(entry_of(each->d_name, state));
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return found;
}

LogListing LogTree::list(const LogPath& path) const {
    if (path.is_pattern()) {
        LogListing listing{path.parent(), entries(path.parent(), path.steps.back().c_str())};
        if (!listing.entries.empty()) return listing;
        throw Refusal(Kind::not_found, "nothing matches " + path.typed + " below activelog; file list activelog platform/drf/trace shows what there is");
    }
    const Descriptor top = open_top();
    const Descriptor seen = open(top.handle(), path.below(), O_PATH);
    struct stat state{};
    if (!seen || ::fstat(seen.handle(), &state) != 0) refuse(errno, path);
    if (S_ISDIR(state.st_mode)) return {path, entries(path, nullptr)};
    if (const char* why = unfit(state)) throw Refusal(Kind::bad_value, path.typed + " " + why);
    return {path.parent(), {entry_of(path.steps.back().c_str(), state)}};
}

}  // namespace drs::cli
