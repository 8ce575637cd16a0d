// SPDX-License-Identifier: Apache-2.0
#include "alarms/segment_chain.hpp"

#include <unistd.h>

#include <algorithm>

#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

constexpr std::uint64_t most_ahead = (1u << 31) - 1;  // what a Frame can hold

void tell(const Segment& segment, std::uint64_t from, bool only_informational, const SegmentChain::GivenUp& given_up) {
    for (auto index = segment.index_of(from); index < segment.frames.size(); ++index)
        if (const bool informational = segment.frames[index].informational; informational || !only_informational)
            given_up(segment.sequence(index), informational);
}

}  // namespace

SegmentChain::SegmentChain(std::filesystem::path directory, Limits limits, std::deque<Segment> found, std::mutex& mutex)
    : directory_(std::move(directory)),
      limits_{std::min({limits.segment_bytes, limits.total_bytes / 2, largest_segment}), limits.total_bytes}, mutex_(mutex), segments_(std::move(found)) {
    for (const auto& segment : segments_) total_ += segment.bytes;
}

bool SegmentChain::goes_on(std::uint64_t sequence) const {
    if (segments_.empty()) return false;
    const auto& last = segments_.back();
    return last.takes_more && last.bytes < limits_.segment_bytes && sequence - last.first <= most_ahead && std::filesystem::exists(last.path);
}

void SegmentChain::write(std::span<const Entry> entries) {
    const auto first = entries.front().sequence;
    Written written{.fresh = !goes_on(entries.back().sequence)};
    if (written.fresh) {
        writer_.reset();
        written.segment = {.path = segment_path(directory_, first), .first = first};
    } else {
        const auto& last = segments_.back();
        written.segment = {.path = last.path, .first = last.first, .bytes = last.bytes};
    }
    try {
        if (!writer_) writer_.emplace(written.fresh ? written.segment : segments_.back());
        const auto offsets = writer_->append(entries);
        auto& segment = written.segment;
        for (std::size_t i = 0; i < entries.size(); ++i)
            segment.frames.push_back({offsets[i], static_cast<std::uint32_t>(entries[i].sequence - segment.first), entries[i].informational});
        segment.bytes = offsets.back();
    } catch (const runtime::Error&) {
        writer_.reset();
        throw;
    }
    written_ = std::move(written);
}

void SegmentChain::publish() {
    auto written = std::move(*written_);
    written_.reset();
    if (written.fresh) segments_.push_back({.path = written.segment.path, .first = written.segment.first});
    auto& last = segments_.back();
    total_ += written.segment.bytes - last.bytes;
    last.bytes = written.segment.bytes;
    for (const auto& frame : written.segment.frames) {
        last.frames.push_back(frame);
        last.informational += frame.informational;
    }
}

void SegmentChain::keep_within_limits(const GivenUp& given_up) {
    while (total_ > limits_.total_bytes && segments_.size() > 1) {
        const auto last = segments_.end() - 1;
        const auto found = std::find_if(segments_.begin(), last, [](const Segment& each) { return each.informational > 0; });
        if (found == last) remove_oldest(given_up);
        else thin(static_cast<std::size_t>(found - segments_.begin()), given_up);
    }
}

void SegmentChain::thin(std::size_t index, const GivenUp& given_up) {
    auto& segment = segments_[index];
    std::optional<Segment> left;
    try {
        left = without_informational(segment);
    } catch (const runtime::Error&) {  // it keeps them, and goes as a whole when it is the oldest
    }
    const std::lock_guard guard(mutex_);
    if (!left) {
        segment.informational = 0;
        return;
    }
    tell(segment, 0, true, given_up);
    total_ -= segment.bytes - (left->frames.empty() ? 0 : left->bytes);
    if (left->frames.empty()) segments_.erase(segments_.begin() + static_cast<std::ptrdiff_t>(index));
    else segment = std::move(*left);
}

void SegmentChain::remove_oldest(const GivenUp& given_up) {
    const std::lock_guard guard(mutex_);
    const auto& oldest = segments_.front();
    tell(oldest, 0, false, given_up);
    ::unlink(oldest.path.c_str());  // one that stays is found and given up again after the next start
    total_ -= oldest.bytes;
    segments_.pop_front();
}

std::optional<Extent> SegmentChain::find(std::uint64_t sequence, std::size_t limit) const {
    auto segment = std::partition_point(segments_.begin(), segments_.end(), [&](const Segment& each) { return each.end() <= sequence; });
    for (; segment != segments_.end(); ++segment) {
        const auto index = segment->index_of(sequence);
        if (!segment->unreadable && index < segment->frames.size()) return extent_of(*segment, index, std::min(limit, segment->frames.size() - index));
    }
    return std::nullopt;
}

bool SegmentChain::give_up(const Extent& extent, const GivenUp& given_up) {
    const auto segment = std::find_if(segments_.begin(), segments_.end(), [&](const Segment& each) { return each.path == extent.path; });
    if (segment == segments_.end() || segment->bytes < extent.end) return false;
    const auto index = segment->index_of(extent.first);
    if (index == segment->frames.size() || segment->sequence(index) != extent.first || segment->frames[index].offset != extent.begin) return false;
    segment->unreadable = true;  // a sink that waited for it would wait for ever
    tell(*segment, extent.first, false, given_up);
    return true;
}

}  // namespace drs::alarms
