// SPDX-License-Identifier: Apache-2.0
#include "trace/log_place.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace drs::trace {
namespace {

/// Not every file system has files without names (NFS has none).
int open_probe(const std::filesystem::path& directory) {
    const int fd = ::open(directory.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return fd;
    const auto named = directory / fmt::format(".probe-{}", ::getpid());
    const int other = ::open(named.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (other >= 0) ::unlink(named.c_str());
    return other;
}

int probe(const std::filesystem::path& directory) {
    static constexpr std::array<char, 4096> block{};
    const int fd = open_probe(directory);
    if (fd < 0) return errno;
    const auto written = ::write(fd, block.data(), block.size());
    const int error = written == static_cast<ssize_t>(block.size()) ? 0 : written < 0 ? errno : ENOSPC;
    ::close(fd);
    return error;
}

}  // namespace

std::string cannot_be_written(const std::filesystem::path& directory, int error) {
    return fmt::format("{} cannot be written: {}", directory.string(), std::generic_category().message(error));
}

std::optional<std::string> what_is_wrong_with(const std::filesystem::path& directory) {
    if (const int error = probe(directory); error != 0) return cannot_be_written(directory, error);
    return std::nullopt;
}

}  // namespace drs::trace
