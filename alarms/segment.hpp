// SPDX-License-Identifier: Apache-2.0
// One file of the spool: records in the order of their sequence, each framed by its length and checksum.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "alarms/record.hpp"

namespace drs::alarms {

using Payload = std::vector<std::byte>;

/// Whatever is configured; offsets in a segment have 32 bits.
inline constexpr std::uint64_t largest_segment = 1u << 30;

/// A record on its way to the disk.
struct Entry {
    std::uint64_t sequence = 0;
    Payload payload{};
    bool informational = false;
};

struct Frame {
    std::uint32_t offset = 0;
    std::uint32_t ahead : 31 = 0;  // of the segment's first sequence
    std::uint32_t informational : 1 = 0;
    bool operator==(const Frame&) const = default;
};

/// What is known of a segment file: 8 octets `DRSALRM2`, then for each record length (u32), CRC-32C of length and payload (u32) and
/// payload, all little-endian. The name is the first sequence it may hold; they ascend. Files of earlier releases begin with `DRSALRM1`, and their
/// sequences have no gap.
struct Segment {
    std::filesystem::path path{};
    std::uint64_t first = 0;
    std::uint64_t bytes = 0;  // of the frames that verify
    std::vector<Frame> frames{};
    std::size_t informational = 0;  // of the frames
    bool takes_more = true;         // false: of an earlier release
    bool unreadable = false;

    std::uint64_t sequence(std::size_t index) const { return first + frames[index].ahead; }
    std::uint64_t end() const { return frames.empty() ? first : sequence(frames.size() - 1) + 1; }
    /// The first frame with `sequence` or a later one.
    std::size_t index_of(std::uint64_t sequence) const;
    /// Forgets the frames with `sequence` and later ones.
    void forget_from(std::uint64_t sequence);
};

/// Where some records that follow one another lie: it can be read without holding on to the segment.
struct Extent {
    std::filesystem::path path;
    std::uint64_t first = 0;  // sequence
    std::uint64_t begin = 0;  // offsets
    std::uint64_t end = 0;
    std::size_t count = 0;
};
Extent extent_of(const Segment& segment, std::size_t index, std::size_t count);

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0);

std::filesystem::path segment_path(const std::filesystem::path& directory, std::uint64_t first);
/// The first sequence that a file name tells; nothing when it is no segment's.
std::optional<std::uint64_t> first_of(const std::filesystem::path& path);

/// Finds the frames of `contents` up to the first one that does not verify, is no record, or has a sequence that cannot be in its place.
Segment scan_segment(std::filesystem::path path, std::uint64_t first, std::span<const std::byte> contents);

/// Throws runtime::Error(file), also when the file has been replaced and the first record lies elsewhere now.
std::vector<Record> read_records(const Extent& extent);

/// Replaces the file by one without its informational records, or removes it when there are no others; a crash leaves the one or the other.
/// Returns what it then holds. Throws runtime::Error(file).
Segment without_informational(const Segment& segment);

/// Appends to one segment file; the descriptor is open as long as it lives.
class SegmentWriter {
public:
    /// Creates the file, or with records in it goes on after the last one. Throws runtime::Error(file).
    explicit SegmentWriter(const Segment& segment);
    ~SegmentWriter();
    SegmentWriter(const SegmentWriter&) = delete;
    SegmentWriter& operator=(const SegmentWriter&) = delete;

    /// All are on the disk when it returns: one write, one sync. Throws runtime::Error(file); then none is, and the writer is of no more use.
    /// Returns the offset of each frame; the file's new size comes last.
    std::vector<std::uint32_t> append(std::span<const Entry> entries);

private:
    void write_all(std::span<const std::byte> bytes, std::uint64_t offset) const;

    std::filesystem::path path_;
    std::uint64_t size_ = 0;
    int fd_ = -1;
};

}  // namespace drs::alarms
