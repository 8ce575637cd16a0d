// SPDX-License-Identifier: Apache-2.0
#include "runtime/platform_lock.hpp"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"
#include "runtime/timed_flock.hpp"

namespace drs::runtime {
namespace {

constexpr std::size_t longest_line = 200;
constexpr int most_tries = 10;

[[noreturn]] void fail(const char* what, const std::filesystem::path& file) {
    const int error = errno;
    throw Error(Fault::file, fmt::format("cannot {} the platform lock {}: {}", what, file.string(), reason_of(error)));
}

/// root may be the first to need it, the Master's account the next: it belongs to whom its directory belongs to.
void give_to_owner_of_directory(int fd, const std::filesystem::path& file) {
    struct stat here {}, directory {};
    if (::geteuid() != 0 || ::fstat(fd, &here) != 0 || ::stat(file.parent_path().c_str(), &directory) != 0) return;
    if (here.st_uid == directory.st_uid && here.st_gid == directory.st_gid) return;
    if (::fchown(fd, directory.st_uid, directory.st_gid) != 0) fail("give away", file);
}

int open_lock(const std::filesystem::path& file) {
    make_directory(file.parent_path());
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) fail("open", file);
    give_to_owner_of_directory(fd, file);
    return fd;
}

/// Somebody may have removed the file that we have just locked: the next one to come would lock another.
bool still_there(int fd, const std::filesystem::path& file) {
    struct stat ours {}, named {};
    return ::fstat(fd, &ours) == 0 && ::stat(file.c_str(), &named) == 0 && ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

/// `lock(fd)` says whether it has been taken. Returns the locked descriptor, or nothing.
template <class Lock>
std::optional<int> locked(const std::filesystem::path& file, Lock lock) {
    for (int tries = 0; tries < most_tries; ++tries) {
        const int fd = open_lock(file);
        const bool taken = lock(fd);
        if (taken && still_there(fd, file)) return fd;
        const int error = errno;
        ::close(fd);
        errno = error;
        if (!taken && error == EWOULDBLOCK) return std::nullopt;
        if (!taken) fail("take", file);
    }
    throw Error(Fault::file, fmt::format("the platform lock {} is removed again and again; find out what removes it", file.string()));
}

/// The first line, with `?` for what is not printable: anybody may have written it.
std::string first_line(int fd) {
    char text[longest_line];
    const auto got = ::pread(fd, text, sizeof text, 0);
    std::string line(text, got > 0 ? static_cast<std::size_t>(got) : 0);
    line.resize(std::min(line.find('\n'), line.size()));
    for (char& letter : line)
        if (letter < ' ' || letter > '~') letter = '?';
    return line;
}

}  // namespace

std::optional<PlatformLock> PlatformLock::take(const std::filesystem::path& file, Mode mode) {
    const auto fd = locked(file, [mode](int each) { return ::flock(each, (mode == Mode::shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0; });
    if (!fd) return std::nullopt;
    return PlatformLock(*fd);
}

std::optional<PlatformLock> PlatformLock::wait(const std::filesystem::path& file, std::optional<std::chrono::milliseconds> patience) {
    const auto fd = locked(file, [patience](int each) { return flock_within(each, LOCK_EX, patience); });
    if (!fd) return std::nullopt;
    return PlatformLock(*fd);
}

PlatformLock& PlatformLock::operator=(PlatformLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

PlatformLock::~PlatformLock() {
    if (fd_ >= 0) ::close(fd_);
}

void PlatformLock::tell(const std::string& who, model::TimePoint since) {
    const auto begin = who.substr(0, longest_line - 40) + ", since ";
    if (first_line(fd_).starts_with(begin)) return;
    const auto line = fmt::format("{}{:%Y-%m-%d %H:%M:%S}\n", begin, fmt::localtime(std::chrono::system_clock::to_time_t(since)));
    // It is only shown: a file system without room must not keep anybody from working.
    if (::pwrite(fd_, line.data(), line.size(), 0) > 0) (void)!::ftruncate(fd_, static_cast<off_t>(line.size()));
}

void PlatformLock::hand_on() {
    if (::fcntl(fd_, F_SETFD, 0) != 0) throw Error(Fault::file, "the platform lock cannot be handed on: " + reason_of(errno));
}

void PlatformLock::release() noexcept {
    if (fd_ >= 0) ::flock(fd_, LOCK_UN);
}

std::string platform_holder(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return "a process that did not say its name";
    const auto line = first_line(fd);
    ::close(fd);
    return line.empty() ? "a process that did not say its name" : line;
}

bool administration_runs(const std::filesystem::path& file) { return !PlatformLock::take(file, PlatformLock::Mode::shared); }

}  // namespace drs::runtime
