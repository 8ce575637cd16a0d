// SPDX-License-Identifier: Apache-2.0
#include "cli/log_lines.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "control/refusal.hpp"
#include "runtime/error.hpp"

namespace drs::cli {
namespace {

std::size_t read_at(int file, char* into, std::size_t size, long long position) {
    for (;;) {
        const ssize_t got = ::pread(file, into, size, position);
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR)
            throw control::Refusal(control::Kind::internal, "the file cannot be read further: " + runtime::reason_of(errno) + "; try again");
    }
}

long long size_of(int file) {
    struct stat state{};
    if (::fstat(file, &state) != 0)
        throw control::Refusal(control::Kind::internal, "the file's size cannot be told: " + runtime::reason_of(errno) + "; try again");
    return state.st_size;
}

}  // namespace

LogLines::LogLines(Descriptor file) : file_(std::move(file)), buffer_(longest_log_line) {}

void LogLines::skip_to_last(std::uint64_t lines) {
    long long block = size_of(file_.handle());
    const long long end = block;
    position_ = end;
    std::uint64_t ends_left = lines;
    while (block > 0 && lines > 0) {
        const auto size = std::min<long long>(block, static_cast<long long>(buffer_.size()));
        block -= size;
        auto at = static_cast<long long>(read_at(file_.handle(), buffer_.data(), static_cast<std::size_t>(size), block));
        while (--at >= 0) {
            // The last line's own end belongs to it.
            if (buffer_[static_cast<std::size_t>(at)] != '\n' || block + at + 1 == end) continue;
            position_ = block + at + 1;
            if (--ends_left == 0) return;
        }
        position_ = block;
    }
}

/// False when the file has no more just now. A file that became shorter is another one now and is read from its beginning.
bool LogLines::fill() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_, begin_ = 0;
    const auto got = read_at(file_.handle(), buffer_.data() + end_, buffer_.size() - end_, position_);
    if (got == 0 && size_of(file_.handle()) < position_) position_ = 0;
    position_ += static_cast<long long>(got);
    end_ += got;
    return got > 0;
}

std::optional<std::string_view> LogLines::next() {
    for (std::size_t looked = 0;;) {
        const std::string_view held(buffer_.data() + begin_, end_ - begin_);
        const auto end = held.find('\n', looked);
        if (end != held.npos) {
            begin_ += end + 1;
            return held.substr(0, end);
        }
        if (held.size() == buffer_.size()) {
            begin_ = end_;
            return held;
        }
        looked = held.size();
        if (!fill()) return std::nullopt;
    }
}

std::string LogLines::take_rest() {
    std::string rest(buffer_.data() + begin_, end_ - begin_);
    begin_ = end_;
    return rest;
}

}  // namespace drs::cli
