// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/tar_walk.hpp"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>

#include <algorithm>
#include <memory>

#include "runtime/error.hpp"
#include "storage/archive/error.hpp"
#include "storage/archive/sparse_map.hpp"

namespace drs::storage {
namespace {

constexpr std::size_t read_bytes = 256u << 10;
constexpr std::size_t most_warnings = 100;

struct DirectoryClosed {
    void operator()(DIR* directory) const noexcept { ::closedir(directory); }
};

[[noreturn]] void unreadable(const std::string& member, int error) {
    throw ArchiveError(ArchiveFault::source, "`/" + member + "` cannot be read: " + runtime::reason_of(error) + ".");
}

/// In the order of their bytes: the same tree gives the same archive.
std::vector<std::string> names_in(const Descriptor& directory, const std::string& member) {
    Descriptor copy(::fcntl(directory.number(), F_DUPFD_CLOEXEC, 0));
    const std::unique_ptr<DIR, DirectoryClosed> listing(::fdopendir(copy.number()));
    if (!listing) unreadable(member, errno);
    copy.release();
    std::vector<std::string> names;
    errno = 0;
    while (const dirent* found = ::readdir(listing.get())) {
        const std::string_view name = found->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
        errno = 0;
    }
    if (errno != 0) unreadable(member, errno);
    std::sort(names.begin(), names.end());
    return names;
}

bool same_content(const struct stat& before, const struct stat& after) {
    return before.st_size == after.st_size && before.st_mtim.tv_sec == after.st_mtim.tv_sec &&
           before.st_mtim.tv_nsec == after.st_mtim.tv_nsec;
}

}  // namespace

TarWalk::TarWalk(TarStream& stream)
    : stream_(stream), disk_(archive_read_disk_new()), entry_(archive_entry_new()), buffer_(read_bytes) {
    if (!disk_ || !entry_) throw std::bad_alloc();
    archive_read_disk_set_symlink_physical(disk_);
    archive_read_disk_set_standard_lookup(disk_);
    // libarchive finds holes with FIEMAP, which syncs every file first; sparse_map.cpp does not.
    archive_read_disk_set_behavior(disk_, ARCHIVE_READDISK_NO_FFLAGS | ARCHIVE_READDISK_NO_SPARSE);
}

TarWalk::~TarWalk() { archive_read_free(disk_); }

void TarWalk::add(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    const std::string parent = slash == 0 ? "/" : path.substr(0, slash);
    const Descriptor directory(::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!directory) unreadable(path.substr(1), errno);
    add_member(directory.number(), path.substr(slash + 1), path.substr(1), true);
}

void TarWalk::add_member(int directory, const std::string& name, const std::string& member, bool must_exist) {
    stream_.ask_stopped();
    Found found{directory, name, member, {}};
    if (::fstatat(directory, name.c_str(), &found.state, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno != ENOENT || must_exist) unreadable(member, errno);
        return warn(member, "vanished before it could be read");
    }
    if (S_ISDIR(found.state.st_mode)) return add_directory(found);
    if (S_ISREG(found.state.st_mode)) return add_file(std::move(found));
    if (S_ISSOCK(found.state.st_mode)) return warn(member, "is a socket and was left out");
    add_without_data(found);
}

void TarWalk::add_directory(const Found& found) {
    const Descriptor directory = open(found, O_DIRECTORY);
    if (!directory) return;
    describe(found, directory.number());
    stream_.begin_member(entry_.get());
    ++report_.members;
    for (const std::string& name : names_in(directory, found.member))
        add_member(directory.number(), name, found.member + "/" + name, false);
}

void TarWalk::add_file(Found found) {
    const std::pair key{found.state.st_dev, found.state.st_ino};
    const auto first = linked_.find(key);
    if (found.state.st_nlink > 1 && first != linked_.end()) return add_link(found, first->second);

    const Descriptor file = open(found, O_NONBLOCK);  // no wait should a FIFO have taken its place
    if (!file) return;
    if (::fstat(file.number(), &found.state) != 0) unreadable(found.member, errno);
    if (!S_ISREG(found.state.st_mode)) return warn(found.member, "became something else than a file and was left out");
    copy_data(found, file.number());
    if (found.state.st_nlink > 1) linked_.emplace(key, found.member);
}

void TarWalk::add_link(const Found& found, const std::string& first_name) {
    archive_entry_clear(entry_.get());
    archive_entry_copy_stat(entry_.get(), &found.state);
    archive_entry_copy_pathname(entry_.get(), found.member.c_str());
    archive_entry_copy_hardlink(entry_.get(), first_name.c_str());
    archive_entry_unset_size(entry_.get());
    archive_entry_unset_atime(entry_.get());
    archive_entry_unset_ctime(entry_.get());
    stream_.begin_member(entry_.get());
    ++report_.members;
}

void TarWalk::add_without_data(const Found& found) {
    describe(found, -1);
    stream_.begin_member(entry_.get());
    ++report_.members;
}

Descriptor TarWalk::open(const Found& found, int flags) {
    Descriptor opened(::openat(found.directory, found.name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags));
    if (opened) return opened;
    const bool changed = errno == ENOENT || errno == ELOOP || errno == ENOTDIR;
    if (!changed) unreadable(found.member, errno);
    warn(found.member, "vanished before it could be read");
    return opened;
}

void TarWalk::describe(const Found& found, int descriptor) {
    archive_entry* entry = entry_.get();
    archive_entry_clear(entry);
    archive_entry_copy_pathname(entry, found.member.c_str());
    const std::string source = "/proc/self/fd/" + std::to_string(found.directory) + "/" + found.name;
    archive_entry_copy_sourcepath(entry, source.c_str());
    if (archive_read_disk_entry_from_file(disk_, entry, descriptor, &found.state) != ARCHIVE_OK)
        warn(found.member, std::string("has metadata that cannot be read (") + archive_error_string(disk_) + ")");
    // Nobody restores these, and they would make each header longer and two archives of one tree differ.
    archive_entry_unset_atime(entry);
    archive_entry_unset_ctime(entry);
    archive_entry_unset_birthtime(entry);
}

void TarWalk::copy_data(const Found& found, int descriptor) {
    describe(found, descriptor);
    const auto size = static_cast<std::uint64_t>(found.state.st_size);
    const auto ranges = data_ranges(descriptor, found.state);
    const bool sparse = ranges.size() != 1 || ranges.front().size != size;
    for (const DataRange& range : ranges)
        if (sparse) archive_entry_sparse_add_entry(entry_.get(), static_cast<la_int64_t>(range.offset), static_cast<la_int64_t>(range.size));
    if (ranges.empty()) archive_entry_sparse_add_entry(entry_.get(), 0, 0);  // nothing but a hole
    stream_.begin_member(entry_.get());
    ++report_.members;

    shrunk_ = false;
    std::uint64_t offset = 0;
    for (const DataRange& range : ranges) {
        stream_.zeros(range.offset - offset);
        copy_range(found, descriptor, range.offset, range.size);
        offset = range.offset + range.size;
    }
    stream_.zeros(size - offset);

    struct stat after {};
    if (::fstat(descriptor, &after) != 0) unreadable(found.member, errno);
    if (shrunk_) return warn(found.member, "shrank while it was read and was filled up with zeros");
    if (!same_content(found.state, after)) warn(found.member, "changed while it was read");
}

void TarWalk::copy_range(const Found& found, int descriptor, std::uint64_t offset, std::uint64_t size) {
    while (size > 0) {
        stream_.ask_stopped();
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(size, buffer_.size()));
        const ssize_t got = ::pread(descriptor, buffer_.data(), wanted, static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) unreadable(found.member, errno);
        if (got == 0) {
            shrunk_ = true;
            return stream_.zeros(size);
        }
        stream_.data(std::span(buffer_).first(static_cast<std::size_t>(got)));
        offset += static_cast<std::uint64_t>(got);
        size -= static_cast<std::uint64_t>(got);
    }
}

void TarWalk::warn(const std::string& member, const std::string& what) {
    if (report_.warnings.size() < most_warnings) report_.warnings.push_back("`/" + member + "` " + what + ".");
}

}  // namespace drs::storage
