// SPDX-License-Identifier: Apache-2.0
#include "alarms/segment.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <string_view>

#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

constexpr std::string_view magic = "DRSALRM2";
constexpr std::string_view former_magic = "DRSALRM1";
constexpr std::string_view suffix = ".alarms";
constexpr std::size_t name_digits = 20;
constexpr std::size_t frame_head = 8;
constexpr std::uint32_t longest_payload = 4096;  // above what encode() can make
constexpr std::uint64_t most_ahead = (1u << 31) - 1;

constexpr std::array<std::uint32_t, 256> make_crc_table() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        auto value = i;
        for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ (value & 1 ? 0x82f63b78u : 0u);  // RFC 3720 appendix B.4, reflected
        table[i] = value;
    }
    return table;
}

void put_u32(Payload& out, std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::byte>(value >> shift & 0xff));
}

std::uint32_t u32_at(std::span<const std::byte> bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
    return value;
}

void put_frame(Payload& out, std::span<const std::byte> payload) {
    const auto begin = out.size();
    put_u32(out, static_cast<std::uint32_t>(payload.size()));
    put_u32(out, crc32c(payload, crc32c(std::span(out).subspan(begin, 4))));
    out.insert(out.end(), payload.begin(), payload.end());
}

/// The payload of the frame at `at`; nothing unless it is whole and verifies.
std::optional<std::span<const std::byte>> payload_at(std::span<const std::byte> contents, std::size_t at) {
    if (contents.size() - at < frame_head) return std::nullopt;
    const auto length = u32_at(contents, at);
    if (length == 0 || length > longest_payload || length > contents.size() - at - frame_head) return std::nullopt;
    const auto payload = contents.subspan(at + frame_head, length);
    if (crc32c(payload, crc32c(contents.subspan(at, 4))) != u32_at(contents, at + 4)) return std::nullopt;
    return payload;
}

/// Adds the frame of `payload`, unless that is no record or one that cannot follow.
bool add_frame(Segment& segment, std::span<const std::byte> payload) {
    try {
        const auto record = decode_record(payload);
        const auto expected = segment.end();
        if (record.sequence < expected || record.sequence - segment.first > most_ahead) return false;
        if (!segment.takes_more && record.sequence != expected) return false;
        const bool informational = is_informational(record);
        segment.frames.push_back({static_cast<std::uint32_t>(segment.bytes), static_cast<std::uint32_t>(record.sequence - segment.first), informational});
        segment.informational += informational;
        segment.bytes += frame_head + payload.size();
        return true;
    } catch (const runtime::Error&) {
        return false;
    }
}

bool begins_with(std::span<const std::byte> contents, std::string_view word) {
    const auto expected = std::as_bytes(std::span(word));
    return contents.size() >= word.size() && std::equal(expected.begin(), expected.end(), contents.begin());
}

[[noreturn]] void fail(const char* what, const std::filesystem::path& path, int error) {
    throw runtime::Error(runtime::Fault::file, fmt::format("cannot {} the alarm spool {}: {}", what, path.string(), runtime::reason_of(error)));
}

struct Descriptor {
    int fd;
    ~Descriptor() {
        if (fd >= 0) ::close(fd);
    }
};

Payload read_range(const std::filesystem::path& path, std::uint64_t offset, std::size_t size) {
    const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
    if (file.fd < 0) fail("open", path, errno);
    Payload bytes(size);
    for (std::size_t done = 0; done < size;) {
        const auto n = ::pread(file.fd, bytes.data() + done, size - done, static_cast<off_t>(offset + done));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) fail("read", path, n < 0 ? errno : ENODATA);
        done += static_cast<std::size_t>(n);
    }
    return bytes;
}

void sync_directory(const std::filesystem::path& directory) {
    const Descriptor opened{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (opened.fd < 0 || ::fsync(opened.fd) != 0) fail("sync", directory, errno);
}

}  // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before) {
    static constexpr auto table = make_crc_table();
    auto value = ~before;
    for (const auto byte : bytes) value = (value >> 8) ^ table[(value ^ std::to_integer<std::uint32_t>(byte)) & 0xff];
    return ~value;
}

std::filesystem::path segment_path(const std::filesystem::path& directory, std::uint64_t first) {
    return directory / fmt::format("{:0{}}{}", first, name_digits, suffix);
}

std::optional<std::uint64_t> first_of(const std::filesystem::path& path) {
    const std::string name = path.filename();
    if (name.size() != name_digits + suffix.size() || !name.ends_with(suffix)) return std::nullopt;
    std::uint64_t first = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name_digits, first);
    if (error != std::errc() || end != name.data() + name_digits || first == 0) return std::nullopt;
    return first;
}

std::size_t Segment::index_of(std::uint64_t wanted) const {
    const auto found = std::partition_point(frames.begin(), frames.end(), [&](const Frame& frame) { return first + frame.ahead < wanted; });
    return static_cast<std::size_t>(found - frames.begin());
}

void Segment::forget_from(std::uint64_t sequence) {
    frames.resize(index_of(sequence));
    informational = static_cast<std::size_t>(std::count_if(frames.begin(), frames.end(), [](const Frame& frame) { return frame.informational; }));
}

Extent extent_of(const Segment& segment, std::size_t index, std::size_t count) {
    const auto past = index + count;
    return {segment.path, segment.sequence(index), segment.frames.at(index).offset, past < segment.frames.size() ? segment.frames[past].offset : segment.bytes, count};
}

Segment scan_segment(std::filesystem::path path, std::uint64_t first, std::span<const std::byte> contents) {
    Segment segment{.path = std::move(path), .first = first};
    if (begins_with(contents, former_magic)) segment.takes_more = false;
    else if (!begins_with(contents, magic)) return segment;
    segment.bytes = magic.size();
    while (const auto payload = payload_at(contents, segment.bytes))
        if (!add_frame(segment, *payload)) break;
    return segment;
}

std::vector<Record> read_records(const Extent& extent) {
    const auto contents = read_range(extent.path, extent.begin, extent.end - extent.begin);
    std::vector<Record> records;
    records.reserve(extent.count);
    for (std::size_t at = 0; records.size() < extent.count;) {
        const auto payload = payload_at(contents, at);
        if (!payload) fail("read", extent.path, EBADMSG);
        records.push_back(decode_record(*payload));
        at += frame_head + payload->size();
    }
    if (!records.empty() && records.front().sequence != extent.first) fail("read", extent.path, ESTALE);
    return records;
}

Segment without_informational(const Segment& segment) {
    const auto contents = read_range(segment.path, 0, segment.bytes);
    Segment left{.path = segment.path, .first = segment.first, .bytes = magic.size()};
    std::string text(magic);
    for (auto frame : segment.frames) {
        const auto payload = payload_at(contents, frame.offset);
        if (!payload) fail("read", segment.path, EBADMSG);
        if (frame.informational) continue;
        const auto size = frame_head + payload->size();
        text.append(reinterpret_cast<const char*>(contents.data() + frame.offset), size);
        frame.offset = static_cast<std::uint32_t>(left.bytes);
        left.frames.push_back(frame);
        left.bytes += size;
    }
    if (left.frames.empty()) runtime::remove_file(segment.path);
    else runtime::replace_file(segment.path, text, 0600);
    return left;
}

SegmentWriter::SegmentWriter(const Segment& segment) : path_(segment.path), size_(segment.frames.empty() ? 0 : segment.bytes) {
    const int fresh = size_ == 0 ? O_CREAT | O_TRUNC : 0;
    fd_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | fresh, 0600);
    if (fd_ < 0) fail("open", path_, errno);
}

SegmentWriter::~SegmentWriter() { ::close(fd_); }

std::vector<std::uint32_t> SegmentWriter::append(std::span<const Entry> entries) {
    Payload bytes;
    const bool fresh = size_ == 0;
    if (fresh) {
        const auto head = std::as_bytes(std::span(magic));
        bytes.assign(head.begin(), head.end());
    }
    std::vector<std::uint32_t> offsets;
    for (const auto& each : entries) {
        offsets.push_back(static_cast<std::uint32_t>(size_ + bytes.size()));
        put_frame(bytes, each.payload);
    }
    write_all(bytes, size_);
    if (fresh) sync_directory(path_.parent_path());
    size_ += bytes.size();
    offsets.push_back(static_cast<std::uint32_t>(size_));
    return offsets;
}

void SegmentWriter::write_all(std::span<const std::byte> bytes, std::uint64_t offset) const {
    int error = 0;
    for (std::size_t done = 0; done < bytes.size() && error == 0;) {
        const auto n = ::pwrite(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
        if (n > 0) done += static_cast<std::size_t>(n);
        else if (n == 0 || errno != EINTR) error = n == 0 ? ENOSPC : errno;
    }
    if (error == 0 && ::fdatasync(fd_) != 0) error = errno;
    struct stat info {};
    // A file that somebody removed takes bytes that nobody will ever read.
    if (error == 0 && (::fstat(fd_, &info) != 0 || info.st_nlink == 0)) error = ENOENT;
    if (error == 0) return;
    // Should this fail too, the next start finds the frames and takes the later segment's instead.
    if (::ftruncate(fd_, static_cast<off_t>(offset)) != 0) fail("shorten", path_, error);
    fail("write", path_, error);
}

}  // namespace drs::alarms
