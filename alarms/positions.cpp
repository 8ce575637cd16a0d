// SPDX-License-Identifier: Apache-2.0
#include "alarms/positions.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <span>

#include "alarms/segment.hpp"
#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

constexpr std::string_view heading = "drs-spool 2";
constexpr std::string_view former_heading = "drs-spool 1\n";  // the whole file was one text, replaced each time
constexpr std::string_view seal = "crc32c ";
constexpr std::size_t slot_size = 4096;

[[noreturn]] void damaged(std::string_view line) {
    throw runtime::Error(runtime::Fault::file, fmt::format("the positions of the alarm spool are damaged at `{}`", line.substr(0, 80)));
}

std::string_view take_line(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) damaged(text);
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

std::uint64_t number(std::string_view word, std::string_view line) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size()) damaged(line);
    return value;
}

std::string checksum(std::string_view text) { return fmt::format("{}{:08x}\n", seal, crc32c(std::as_bytes(std::span(text)))); }

struct Slot {
    std::uint64_t serial = 0;
    Positions positions{};
};

std::string slot_text(std::uint64_t serial, const Positions& positions) {
    auto text = fmt::format("{}\nserial {}\n{}", heading, serial, positions.text());
    text += checksum(text);
    if (text.size() >= slot_size) throw runtime::Error(runtime::Fault::file, "the alarm spool has too many sinks for its file of positions");
    text.append(slot_size - text.size() - 1, ' ');
    return text + '\n';
}

/// Nothing unless it is whole.
std::optional<Slot> slot_in(std::string_view text) {
    const auto end = text.find(seal);
    if (!text.starts_with(heading) || end == std::string_view::npos || !text.substr(end).starts_with(checksum(text.substr(0, end)))) return std::nullopt;
    text = text.substr(0, end);
    take_line(text);
    const auto line = take_line(text);
    if (!line.starts_with("serial ")) damaged(line);
    return Slot{number(line.substr(7), line), Positions::parse(text)};
}

std::optional<Slot> newest_of(std::string_view contents) {
    std::optional<Slot> newest;
    for (; !contents.empty(); contents.remove_prefix(std::min(slot_size, contents.size())))
        if (auto slot = slot_in(contents.substr(0, slot_size)); slot && (!newest || slot->serial > newest->serial)) newest = std::move(slot);
    return newest;
}

[[noreturn]] void fail(const char* what, const std::filesystem::path& path, int error) {
    throw runtime::Error(runtime::Fault::file, fmt::format("cannot {} {}: {}", what, path.string(), runtime::reason_of(error)));
}

}  // namespace

std::string Positions::text() const {
    auto text = fmt::format("high-water {}\ndropped {}\ndropped-informational {}\n", high_water, dropped, dropped_informational);
    for (const auto& [sink, sequence] : sinks) text += fmt::format("position {} {}\n", sink, sequence);
    return text;
}

Positions Positions::parse(std::string_view text) {
    Positions positions;
    while (!text.empty()) {
        const auto line = take_line(text);
        const auto blank = line.rfind(' ');
        if (blank == std::string_view::npos) damaged(line);
        const auto key = line.substr(0, blank);
        const auto value = number(line.substr(blank + 1), line);
        if (key == "high-water") positions.high_water = value;
        else if (key == "dropped") positions.dropped = value;
        else if (key == "dropped-informational") positions.dropped_informational = value;
        else if (key.starts_with("position ")) positions.sinks[std::string(key.substr(9))] = value;
        else damaged(line);
    }
    return positions;
}

PositionsFile::~PositionsFile() { close(); }

void PositionsFile::close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

std::optional<Positions> PositionsFile::read() {
    const auto contents = runtime::read_file(path_);
    if (!contents) return std::nullopt;
    const std::string_view text = *contents;
    if (text.starts_with(former_heading)) return Positions::parse(text.substr(former_heading.size()));
    auto newest = newest_of(text);
    if (!newest) damaged(text.substr(0, text.find('\n')));
    serial_ = newest->serial;
    return std::move(newest->positions);
}

/// Whether the file has its two slots, and still its name.
bool PositionsFile::in_place() {
    if (fd_ < 0) fd_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    struct stat info {};
    if (fd_ >= 0 && ::fstat(fd_, &info) == 0 && info.st_nlink > 0 && info.st_size == 2 * slot_size) return true;
    close();
    return false;
}

void PositionsFile::write(const Positions& positions) {
    const auto text = slot_text(serial_ + 1, positions);
    if (serial_ == 0 || !in_place()) {  // 0: what there is, if anything, is an earlier release's or damaged
        runtime::replace_file(path_, text + text, 0600);
        close();
        ++serial_;
        return;
    }
    const auto place = static_cast<off_t>((serial_ + 1) % 2 * slot_size);
    const auto n = ::pwrite(fd_, text.data(), text.size(), place);
    if (n != static_cast<ssize_t>(text.size())) fail("write", path_, n < 0 ? errno : ENOSPC);
    ++serial_;
}

void PositionsFile::sync() {
    if (fd_ >= 0 && ::fdatasync(fd_) != 0) fail("sync", path_, errno);
}

}  // namespace drs::alarms
