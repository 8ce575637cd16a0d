// SPDX-License-Identifier: Apache-2.0
#include "runtime/atomic_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "runtime/error.hpp"

namespace drs::runtime {
namespace {

[[noreturn]] void fail(const char* what, const std::filesystem::path& path, int error) {
    throw Error(Fault::file, std::string("cannot ") + what + " " + path.string() + ": " + reason_of(error));
}

struct Descriptor {
    int fd;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

void write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const auto n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("write", path, errno);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

void sync_directory(const std::filesystem::path& directory) {
    const Descriptor dir{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (dir.fd < 0 || ::fsync(dir.fd) != 0) fail("sync", directory, errno);
}

std::filesystem::path scratch_of(const std::filesystem::path& path) { return path.string() + ".new"; }

std::filesystem::path directory_of(const std::filesystem::path& path) { return path.has_parent_path() ? path.parent_path() : "."; }

}  // namespace

void replace_file(const std::filesystem::path& path, std::string_view contents, unsigned mode) {
    const auto scratch = scratch_of(path);
    {
        const Descriptor file{::open(scratch.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)};
        if (file.fd < 0) fail("create", scratch, errno);
        write_all(file.fd, contents, scratch);
        if (::fchmod(file.fd, mode) != 0 || ::fsync(file.fd) != 0) fail("sync", scratch, errno);
    }
    if (::rename(scratch.c_str(), path.c_str()) != 0) fail("replace", path, errno);
    sync_directory(directory_of(path));
}

void discard_unfinished(const std::filesystem::path& path) { remove_file(scratch_of(path)); }

void remove_file(const std::filesystem::path& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail("remove", path, errno);
    sync_directory(directory_of(path));
}

std::optional<std::string> read_file(const std::filesystem::path& path, std::size_t limit) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.fd < 0 && errno == ENOENT) return std::nullopt;
    if (file.fd < 0) fail("open", path, errno);
    std::string contents;
    char buffer[65536];
    for (;;) {
        const auto n = ::read(file.fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("read", path, errno);
        if (n == 0) return contents;
        contents.append(buffer, static_cast<std::size_t>(n));
        if (contents.size() > limit)
            throw Error(Fault::file, path.string() + " is larger than " + std::to_string(limit) + " bytes");
    }
}

void make_directory(const std::filesystem::path& path, unsigned mode) {
    if (path.empty() || path == path.root_path()) return;
    struct stat info {};
    if (::stat(path.c_str(), &info) == 0) {
        if (S_ISDIR(info.st_mode)) return;
        throw Error(Fault::file, "cannot make directory " + path.string() + ": a file of that name is in the way");
    }
    make_directory(path.parent_path(), 0755);
    if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST) fail("make directory", path, errno);
}

}  // namespace drs::runtime
