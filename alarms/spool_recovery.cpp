// SPDX-License-Identifier: Apache-2.0
#include "alarms/spool_recovery.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <span>

#include "alarms/spool_directory.hpp"
#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

[[noreturn]] void fail(const std::string& sentence) { throw runtime::Error(runtime::Fault::file, sentence); }

void note(RecoveredSpool& spool, const std::string& sentence) { spool.repaired = spool.repaired ? *spool.repaired + "; " + sentence : sentence; }

void recover_positions(RecoveredSpool& spool, PositionsFile& file) {
    try {
        if (auto read = file.read()) spool.remembered = std::move(*read);
    } catch (const runtime::Error& error) {
        note(spool, fmt::format("{}; every sink begins again with the oldest record", error.what()));
    }
}

void cut_off(RecoveredSpool& spool, const Segment& segment, std::uint64_t bytes) {
    const auto& path = segment.path;
    note(spool, fmt::format("{} was damaged after sequence {} and its last {} bytes were cut off", path.string(), segment.end() - 1,
                            bytes - segment.bytes));
    if (::truncate(path.c_str(), static_cast<off_t>(segment.bytes)) != 0)
        fail(fmt::format("cannot repair {}: {}", path.string(), runtime::reason_of(errno)));
}

void recover_segment(RecoveredSpool& spool, const std::filesystem::path& path, std::uint64_t first) {
    const auto contents = runtime::read_file(path, largest_segment * 2).value_or("");
    auto segment = scan_segment(path, first, std::as_bytes(std::span(contents)));
    if (segment.bytes < contents.size()) cut_off(spool, segment, contents.size());
    spool.last = std::max(spool.last, first - 1);  // its name tells what was given away before it, even when nothing in it can be read
    if (segment.frames.empty()) {
        if (::unlink(path.c_str()) != 0) fail(fmt::format("cannot remove {}: {}", path.string(), runtime::reason_of(errno)));
        return;
    }
    auto& segments = spool.segments;
    if (!segments.empty()) segments.back().forget_from(first);
    segments.push_back(std::move(segment));
}

}  // namespace

RecoveredSpool recover_spool(const std::filesystem::path& directory, PositionsFile& positions) {
    RecoveredSpool spool;
    recover_positions(spool, positions);
    for (const auto first : segments_in(directory)) recover_segment(spool, segment_path(directory, first), first);
    spool.last = std::max(spool.last, spool.remembered.high_water);
    if (!spool.segments.empty()) spool.last = std::max(spool.last, spool.segments.back().end() - 1);
    for (const auto& [sink, sequence] : spool.remembered.sinks) spool.last = std::max(spool.last, sequence);
    return spool;
}

}  // namespace drs::alarms
