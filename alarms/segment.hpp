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

/// What is known of a segment file: 8 octets `DRSALRM1`, then for each record length (u32), CRC-32C of length and payload (u32) and
/// payload, all little-endian. The name is the first sequence; the others follow it without a gap.
struct Segment {
    std::filesystem::path path;
    std::uint64_t first = 0;
    std::uint64_t bytes = 0;             // of the frames that verify
    std::vector<std::uint32_t> offsets;  // of each frame
    bool unreadable = false;

    std::uint64_t end() const { return first + offsets.size(); }
};

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t before = 0);

std::filesystem::path segment_path(const std::filesystem::path& directory, std::uint64_t first);
/// The first sequence that a file name tells; nothing when it is no segment's.
std::optional<std::uint64_t> first_of(const std::filesystem::path& path);

/// Finds the frames of `contents` up to the first one that does not verify, is no record, or has another sequence than its place says.
Segment scan_segment(std::filesystem::path path, std::uint64_t first, std::span<const std::byte> contents);

/// `count` records from the one at `index` on. Throws runtime::Error(file).
std::vector<Record> read_records(const Segment& segment, std::size_t index, std::size_t count);

/// Appends to one segment file; the descriptor is open as long as it lives.
class SegmentWriter {
public:
    /// Creates the file, or with records in it goes on after the last one. Throws runtime::Error(file).
    explicit SegmentWriter(const Segment& segment);
    ~SegmentWriter();
    SegmentWriter(const SegmentWriter&) = delete;
    SegmentWriter& operator=(const SegmentWriter&) = delete;

    /// All payloads are on the disk when it returns. Throws runtime::Error(file); then none is, and the writer is of no more use.
    /// Returns the offset of each frame; the file's new size comes last.
    std::vector<std::uint32_t> append(std::span<const Payload> payloads);

private:
    void write_all(std::span<const std::byte> bytes, std::uint64_t offset) const;

    std::filesystem::path path_;
    std::uint64_t size_ = 0;
    int fd_ = -1;
};

}  // namespace drs::alarms
