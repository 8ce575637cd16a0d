// SPDX-License-Identifier: Apache-2.0
#include "trace/rotating_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "trace/trace_files.hpp"

namespace drs::trace {
namespace {

/// As many whole lines as fit into `room`; one line at least.
std::string_view what_fits(std::string_view lines, std::uint64_t room) {
    if (lines.size() <= room) return lines;
    const auto end = room == 0 ? lines.npos : lines.rfind('\n', room - 1);
    return lines.substr(0, (end != lines.npos ? end : lines.find('\n')) + 1);
}

}  // namespace

RotatingFile::RotatingFile(Rotation rotation) : rotation_(std::move(rotation)) {
    std::error_code later;  // the first line finds out
    std::filesystem::create_directories(rotation_.directory, later);
}

RotatingFile::~RotatingFile() {
    if (fd_ >= 0) ::close(fd_);
}

std::size_t RotatingFile::append(std::string_view lines) {
    std::size_t written = 0;
    bool looked = false;
    while (written < lines.size()) {
        const auto rest = lines.substr(written);
        const bool full = size_ > 0 && size_ + rest.find('\n') + 1 > rotation_.file_bytes;
        if (full || (!looked && (!lives() || too_old()))) {
            begin_next();
            if (!lives()) return written;
        }
        looked = true;
        const auto fitting = what_fits(rest, rotation_.file_bytes - std::min(size_, rotation_.file_bytes));
        const auto now = write(fitting);
        written += now;
        if (now < fitting.size()) return written;
    }
    return written;
}

/// A full disk takes the first part of a line; a part of a line is worse than none.
std::size_t RotatingFile::write(std::string_view lines) {
    ssize_t result = 0;
    do result = ::write(fd_, lines.data(), lines.size());
    while (result < 0 && errno == EINTR);
    if (result == static_cast<ssize_t>(lines.size())) {
        size_ += lines.size();
        return lines.size();
    }
    reason_ = result < 0 ? errno : ENOSPC;
    const auto taken = static_cast<std::size_t>(std::max<ssize_t>(result, 0));
    const auto whole = lines.substr(0, taken).rfind('\n') + 1;  // npos + 1 is 0
    if (taken > whole && ::ftruncate(fd_, static_cast<off_t>(size_ + whole)) != 0) size_ += taken - whole;
    size_ += whole;
    return whole;
}

/// False as well when somebody moved or removed the file: lines would go where nobody looks for them.
bool RotatingFile::lives() const {
    struct stat opened {}, there {};
    return fd_ >= 0 && ::fstat(fd_, &opened) == 0 && ::stat((rotation_.directory / plain_name(rotation_.prefix, number_)).c_str(), &there) == 0 &&
           opened.st_dev == there.st_dev && opened.st_ino == there.st_ino;
}

bool RotatingFile::too_old() const {
    return rotation_.file_age.count() > 0 && size_ > 0 && std::chrono::steady_clock::now() - begun_ >= rotation_.file_age;
}

/// On failure the file so far stays in use, if there is one.
void RotatingFile::begin_next() {
    const auto files = trace_files(rotation_.directory, rotation_.prefix);
    auto number = std::max(number_, files.empty() ? 0 : files.back().number);
    int fd = -1;
    do {
        const auto path = rotation_.directory / plain_name(rotation_.prefix, ++number);
        fd = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640);
    } while (fd < 0 && errno == EEXIST);
    if (fd < 0) {
        reason_ = errno;
        return;
    }
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
    number_ = number;
    size_ = 0;
    begun_ = std::chrono::steady_clock::now();
    remove_old();
}

void RotatingFile::remove_old() const {
    const auto files = trace_files(rotation_.directory, rotation_.prefix);
    const auto oldest = std::filesystem::file_time_type::clock::now() - rotation_.keep_age;
    auto beyond = files.size() - std::min<std::size_t>(files.size(), std::max(rotation_.files, 1u));
    for (const auto& file : files) {
        const bool expired = rotation_.keep_age.count() > 0 && file.written < oldest && file.number != number_;
        if (beyond == 0 && !expired) continue;
        if (beyond > 0) --beyond;
        for (const auto& name : {plain_name(rotation_.prefix, file.number), compressed_name(rotation_.prefix, file.number)}) {
            std::error_code next_time;  // what cannot be removed now is tried again with the next file
            std::filesystem::remove(rotation_.directory / name, next_time);
        }
    }
}

}  // namespace drs::trace
