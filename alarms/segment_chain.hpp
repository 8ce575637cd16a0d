// SPDX-License-Identifier: Apache-2.0
// The segments of a spool, one behind the other: appends to the last, gives up what there is no room for.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <span>

#include "alarms/segment.hpp"

namespace drs::alarms {

/// One thread at a time changes it. It works on files without the mutex and holds it only while it changes what others may read; who only
/// reads holds the mutex.
class SegmentChain {
public:
    struct Limits {
        std::uint64_t segment_bytes;
        std::uint64_t total_bytes;
    };
    /// What the chain tells as it gives something up, with the mutex held: the frame's sequence, and whether it is informational.
    using GivenUp = std::function<void(std::uint64_t sequence, bool informational)>;

    SegmentChain(std::filesystem::path directory, Limits limits, std::deque<Segment> found, std::mutex& mutex);

    /// All of `entries` are on the disk when it returns, with one write and one sync, but `published` is still to be called. Their sequences ascend from
    /// those there are. Throws runtime::Error(file), and then none is.
    void write(std::span<const Entry> entries);
    /// Makes what was written last visible; with the mutex held.
    void publish();
    /// While there is more than the limit: the informational records of the oldest segment that has any go, and where none has any the oldest
    /// segment. The last one stays.
    void keep_within_limits(const GivenUp& given_up);

    // With the mutex held.
    const std::deque<Segment>& segments() const { return segments_; }
    /// The records from `sequence` on that lie together, at most `limit`; nothing when there is none.
    std::optional<Extent> find(std::uint64_t sequence, std::size_t limit) const;
    /// What could not be read is never asked for again. False: it has changed meanwhile, and is worth another try.
    bool give_up(const Extent& extent, const GivenUp& given_up);

private:
    struct Written {
        Segment segment{};  // the one that was appended to, with the new frames only
        bool fresh = false;
    };
    bool goes_on(std::uint64_t sequence) const;
    void thin(std::size_t index, const GivenUp& given_up);
    void remove_oldest(const GivenUp& given_up);

    const std::filesystem::path directory_;
    const Limits limits_;
    std::mutex& mutex_;
    std::deque<Segment> segments_;
    std::uint64_t total_ = 0;
    std::optional<SegmentWriter> writer_;
    std::optional<Written> written_;
};

}  // namespace drs::alarms
