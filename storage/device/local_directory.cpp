// SPDX-License-Identifier: Apache-2.0
#include "storage/device/local_directory.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>

#include "runtime/error.hpp"
#include "storage/device/error.hpp"
#include "storage/device/scratch.hpp"

namespace drs::storage {
namespace {

using Listing = std::unique_ptr<DIR, int (*)(DIR*)>;

std::string path_of(const std::string& directory, const std::string& name) {
    return directory.ends_with('/') ? directory + name : directory + '/' + name;
}

}  // namespace

void LocalDirectory::fail(const std::string& doing, const std::string& name, int error) const {
    const auto what = name.empty() ? path_ : path_of(path_, name);
    const auto reason = runtime::reason_of(error);
    switch (error) {
        case ENOSPC:
        case EDQUOT:
            throw DeviceError(DeviceFault::full, fmt::format("{} is full ({}): free some space or keep fewer sets", path_, reason));
        case EACCES:
        case EPERM:
        case EROFS:
            throw DeviceError(DeviceFault::refused, fmt::format("no permission to {} {} ({}): give this service the right to, or choose another "
                                                                "directory",
                                                                doing, what, reason));
        case ENOENT:
            throw DeviceError(DeviceFault::not_found, fmt::format("{} is not there: check the path of the device", what));
        case ENOTDIR:
            throw DeviceError(DeviceFault::not_found, fmt::format("{} is not a directory: correct the path of the device", what));
        case EEXIST:
            throw DeviceError(DeviceFault::failed, fmt::format("{} is there already and is left as it is: remove it or take another name", what));
        default:
            throw DeviceError(DeviceFault::failed, fmt::format("could not {} {}: {}; check the disk", doing, what, reason));
    }
}

void LocalDirectory::throw_if_aborted() const {
    if (interrupt_.aborted()) throw DeviceError(DeviceFault::aborted, fmt::format("the work in {} was aborted", path_));
}

LocalDirectory::LocalDirectory(const std::string& path, Interrupt& interrupt) : path_(path), interrupt_(interrupt) {
    throw_if_aborted();
    if (!path.starts_with('/'))
        throw DeviceError(DeviceFault::failed, fmt::format("`{}` is no absolute path: give the device one that begins with /", path));
    directory_ = Descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!directory_) fail("open", "", errno);
}

std::vector<FileEntry> LocalDirectory::plain_files() const {
    // A descriptor of its own: readdir moves the position, and closedir closes.
    Descriptor again(::openat(directory_.value(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!again) fail("list", "", errno);
    const Listing listing(::fdopendir(again.value()), ::closedir);
    if (!listing) fail("list", "", errno);
    (void)again.release();
    std::vector<FileEntry> files;
    for (errno = 0; const dirent* entry = ::readdir(listing.get()); errno = 0) {
        struct stat found {};
        // One that goes while we look is not there.
        if (::fstatat(directory_.value(), entry->d_name, &found, AT_SYMLINK_NOFOLLOW) != 0) continue;
        if (S_ISREG(found.st_mode)) files.push_back({entry->d_name, static_cast<std::uint64_t>(found.st_size)});
    }
    if (errno != 0) fail("list", "", errno);
    return files;
}

bool LocalDirectory::remove(const std::string& name) const {
    if (::unlinkat(directory_.value(), name.c_str(), 0) == 0) return true;
    if (errno != ENOENT) fail("remove", name, errno);
    return false;
}

std::uint64_t LocalDirectory::free_bytes() const {
    struct statvfs found {};
    if (::fstatvfs(directory_.value(), &found) != 0) fail("ask for the free space of", "", errno);
    return static_cast<std::uint64_t>(found.f_bavail) * found.f_frsize;
}

Descriptor LocalDirectory::create(const std::string& name) const {
    Descriptor fd(::openat(directory_.value(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    // The directory is open, so "not there" is how a file system like /proc says that it takes no files.
    if (!fd) fail("write", name, errno == ENOENT ? EROFS : errno);
    return fd;
}

Descriptor LocalDirectory::open(const std::string& name) const {
    Descriptor fd(::openat(directory_.value(), name.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) fail("read", name, errno);
    return fd;
}

void LocalDirectory::write(int fd, std::span<const std::byte> bytes, const std::string& name) const {
    while (!bytes.empty()) {
        const auto count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("write", name, errno);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
}

void LocalDirectory::rename(const std::string& from, const std::string& to) const {
    const int at = directory_.value();
    if (::renameat2(at, from.c_str(), at, to.c_str(), RENAME_NOREPLACE) == 0) return;
    if (errno == ENOENT) fail("rename", from, errno);
    if (errno != EINVAL) fail("rename a finished file to", to, errno);
    // A file system without that flag: a hard link refuses an existing name, too.
    if (::linkat(at, from.c_str(), at, to.c_str(), 0) != 0) fail("rename a finished file to", to, errno);
    ::unlinkat(at, from.c_str(), 0);
}

void LocalDirectory::rename_durably(const std::string& from, const std::string& to) const {
    rename(from, to);
    // Some network file systems cannot sync a directory and say EINVAL.
    if (::fsync(directory_.value()) != 0 && errno != EINVAL) fail("sync", "", errno);
}

bool LocalDirectory::pump(Upload& upload, int fd, const std::string& name) const {
    while (!upload.abandoned()) {
        throw_if_aborted();
        if (auto block = upload.take())
            write(fd, block->data(), name);
        else if (upload.complete())
            return true;
        else
            interrupt_.wait();
    }
    return false;
}

void LocalDirectory::send_file(Upload& upload, const std::string& name) const {
    const Scratch scratch(name);
    const auto fd = create(scratch.name());
    try {
        upload.report_opened();
        if (pump(upload, fd.value(), scratch.name())) {
            if (::fsync(fd.value()) != 0) fail("sync", scratch.name(), errno);
            return rename_durably(scratch.name(), name);
        }
    } catch (...) {
        ::unlinkat(directory_.value(), scratch.name().c_str(), 0);
        throw;
    }
    remove(scratch.name());
}

void LocalDirectory::receive_file(Download& download, const std::string& name) const {
    const auto fd = open(name);
    struct stat found {};
    if (::fstat(fd.value(), &found) != 0 || !S_ISREG(found.st_mode)) fail("read", name, EISDIR);
    ::posix_fadvise(fd.value(), 0, 0, POSIX_FADV_SEQUENTIAL);
    download.report_opened();
    while (!download.abandoned()) {
        throw_if_aborted();
        if (!download.has_room()) {
            interrupt_.wait();
            continue;
        }
        std::vector<std::byte> block(stream_block);
        const auto count = ::read(fd.value(), block.data(), block.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("read", name, errno);
        if (count == 0) return;
        block.resize(static_cast<std::size_t>(count));
        download.put(std::move(block));
    }
}

void LocalDirectory::probe() const {
    const Scratch first("probe"), second("probe");
    const std::string_view words = "OpenDRS was here";
    std::array<char, 16> back{};
    {
        const auto fd = create(first.name());
        write(fd.value(), std::as_bytes(std::span(words)), first.name());
    }
    rename(first.name(), second.name());
    const auto count = ::read(open(second.name()).value(), back.data(), back.size());
    const int error = errno;
    remove(second.name());
    if (count < 0) fail("read", second.name(), error);
    if (std::string_view(back.data(), static_cast<std::size_t>(count)) != words) fail("read back", second.name(), EIO);
}

}  // namespace drs::storage
