// SPDX-License-Identifier: Apache-2.0
#include "trace/rotating_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <optional>
#include <vector>

namespace drs::trace {
namespace {

constexpr std::string_view suffix = ".log";
constexpr std::size_t digits = 8;

std::optional<std::uint64_t> number_of(std::string_view name, std::string_view prefix) {
    if (!name.starts_with(prefix) || !name.ends_with(suffix) || name.size() < prefix.size() + digits + suffix.size())
        return std::nullopt;
    name.remove_prefix(prefix.size());
    name.remove_suffix(suffix.size());
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
    return number;
}

std::string file_name(std::string_view prefix, std::uint64_t number) {
    return fmt::format("{}{:0{}}{}", prefix, number, digits, suffix);
}

std::vector<std::uint64_t> numbers_in(const std::filesystem::path& directory, std::string_view prefix) {
    std::vector<std::uint64_t> numbers;
    std::error_code ended;  // a directory that cannot be read shows no numbers; opening the file says why
    for (std::filesystem::directory_iterator entry(directory, ended), end; !ended && entry != end; entry.increment(ended))
        if (const auto number = number_of(entry->path().filename().native(), prefix)) numbers.push_back(*number);
    return numbers;
}

}  // namespace

RotatingFile::RotatingFile(std::filesystem::path directory, std::string prefix, std::uint64_t file_bytes, unsigned files)
    : directory_(std::move(directory)), prefix_(std::move(prefix)), file_bytes_(file_bytes), files_(std::max(files, 1u)) {
    std::error_code later;  // the first line finds out, and is counted as lost
    std::filesystem::create_directories(directory_, later);
}

RotatingFile::~RotatingFile() {
    if (fd_ >= 0) ::close(fd_);
}

Written RotatingFile::append(std::string_view line) {
    if (!lives() || (size_ > 0 && size_ + line.size() > file_bytes_)) begin_next();
    if (!lives()) return Written::no;
    ssize_t written = 0;
    do written = ::write(fd_, line.data(), line.size());
    while (written < 0 && errno == EINTR);
    if (written == static_cast<ssize_t>(line.size())) {
        size_ += line.size();
        return Written::yes;
    }
    // A full disk takes the first part of a line; a part of a line is worse than none.
    reason_ = written < 0 ? errno : ENOSPC;
    if (written > 0 && ::ftruncate(fd_, static_cast<off_t>(size_)) != 0) size_ += static_cast<std::uint64_t>(written);
    return Written::no;
}

/// False as well when somebody removed the file: lines would go where nobody can read them.
bool RotatingFile::lives() const {
    struct stat info {};
    return fd_ >= 0 && ::fstat(fd_, &info) == 0 && info.st_nlink > 0;
}

/// On failure the file so far stays in use, if there is one.
void RotatingFile::begin_next() {
    auto number = std::max(number_, highest_number());
    int fd = -1;
    do {
        const auto path = directory_ / file_name(prefix_, ++number);
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
    remove_oldest();
}

std::uint64_t RotatingFile::highest_number() const {
    const auto numbers = numbers_in(directory_, prefix_);
    return numbers.empty() ? 0 : *std::max_element(numbers.begin(), numbers.end());
}

void RotatingFile::remove_oldest() const {
    auto numbers = numbers_in(directory_, prefix_);
    if (numbers.size() <= files_) return;
    std::sort(numbers.begin(), numbers.end());
    numbers.resize(numbers.size() - files_);
    for (const auto number : numbers) {
        std::error_code next_time;  // what cannot be removed now is tried again with the next file
        std::filesystem::remove(directory_ / file_name(prefix_, number), next_time);
    }
}

}  // namespace drs::trace
