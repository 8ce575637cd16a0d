// SPDX-License-Identifier: Apache-2.0
#include "alarms/spool_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "alarms/segment.hpp"
#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

[[noreturn]] void fail(const std::string& sentence) { throw runtime::Error(runtime::Fault::file, sentence); }

/// A replace_file() of a segment that was killed.
bool is_unfinished(const std::filesystem::path& path) { return path.extension() == ".new" && first_of(path.stem()).has_value(); }

}  // namespace

std::filesystem::path private_directory(std::filesystem::path directory) {
    runtime::make_directory(directory, 0700);
    if (::chmod(directory.c_str(), 0700) != 0)
        fail(fmt::format("cannot make the alarm spool {} private: {}", directory.string(), runtime::reason_of(errno)));
    return directory;
}

std::vector<std::uint64_t> segments_in(const std::filesystem::path& directory) {
    std::vector<std::uint64_t> firsts;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error))
        if (const auto first = first_of(entry->path())) firsts.push_back(*first);
        else if (is_unfinished(entry->path()) && ::unlink(entry->path().c_str()) != 0)
            fail(fmt::format("cannot remove {}: {}", entry->path().string(), runtime::reason_of(errno)));
    if (error) fail(fmt::format("cannot list the alarm spool {}: {}", directory.string(), error.message()));
    std::sort(firsts.begin(), firsts.end());
    return firsts;
}

DirectoryLock::DirectoryLock(const std::filesystem::path& directory) {
    const auto path = directory / "lock";
    fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd_ < 0) fail(fmt::format("cannot open {}: {}", path.string(), runtime::reason_of(errno)));
    if (::flock(fd_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(fd_);
    fail(fmt::format("the alarm spool {} is in use: stop the other agent first", directory.string()));
}

DirectoryLock::~DirectoryLock() { ::close(fd_); }

}  // namespace drs::alarms
