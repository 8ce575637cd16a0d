// SPDX-License-Identifier: Apache-2.0
#include "alarms/spool.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <mutex>

#include "alarms/segment.hpp"
#include "alarms/spool_directory.hpp"
#include "alarms/spool_recovery.hpp"
#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

constexpr std::size_t most_waiting = 1000;
constexpr std::uint64_t records_between_saves = 64;
constexpr std::chrono::milliseconds time_between_saves{200};

struct Waiting {
    std::uint64_t sequence;
    Payload payload;
};

}  // namespace

/// Locks are taken in the order in which they stand here. Only the appender changes `segments` and `waiting`, under both of its locks, so
/// it reads them with `append_mutex` alone, and whoever else reads does not wait for the disk to sync.
struct Spool::State {
    State(std::filesystem::path given, Limits limits_given);

    const std::filesystem::path directory;
    const Limits limits;
    const DirectoryLock lock;

    std::mutex append_mutex;
    std::optional<SegmentWriter> writer;
    std::mutex save_mutex;
    std::mutex mutex;
    std::deque<Segment> segments;
    std::deque<Waiting> waiting;  // could not be written yet; after all that is in the segments
    SpoolState remembered;
    std::uint64_t moved = 0;      // records that positions moved on since they were last saved
    std::chrono::steady_clock::time_point saved{};
    std::vector<std::function<void()>> wakes;

    std::optional<std::string> repaired;
    std::atomic<std::uint64_t> last{0};
    std::atomic<std::uint64_t> dropped{0};

    void write(const Waiting* fresh);
    void begin_segment(std::uint64_t first);
    void publish(const std::vector<std::uint32_t>& offsets);
    bool keep_within_limits();
    void count_dropped(std::uint64_t first, std::uint64_t end);
    void wait_in_memory(Waiting record);
    std::uint64_t begin() const;
    void save();
    bool due() const;
    void wake();
    void collect(Segment& segment, std::uint64_t from, std::size_t limit, std::vector<Record>& records);
};

Spool::State::State(std::filesystem::path given, Limits limits_given)
    : directory(private_directory(std::move(given))),
      limits{std::min({limits_given.segment_bytes, limits_given.total_bytes / 2, largest_segment}), limits_given.total_bytes},
      lock(directory) {
    auto found = recover_spool(directory);
    segments = std::move(found.segments);
    remembered = std::move(found.remembered);
    repaired = std::move(found.repaired);
    last = found.last;
    dropped = remembered.dropped;
}

void Spool::State::begin_segment(std::uint64_t first) {
    Segment segment{.path = segment_path(directory, first), .first = first};
    writer.reset();
    writer.emplace(segment);
    const std::lock_guard guard(mutex);
    segments.push_back(std::move(segment));
}

/// All that waits and then the fresh one, in one write and one sync. Throws, and then nothing is written.
void Spool::State::write(const Waiting* fresh) {
    std::vector<Payload> payloads;
    for (const auto& each : waiting) payloads.push_back(each.payload);
    if (fresh) payloads.push_back(fresh->payload);
    const auto first = waiting.empty() ? fresh->sequence : waiting.front().sequence;
    const bool goes_on = !segments.empty() && segments.back().end() == first && segments.back().bytes < limits.segment_bytes &&
                         std::filesystem::exists(segments.back().path);
    try {
        if (!goes_on) begin_segment(first);
        else if (!writer) writer.emplace(segments.back());
        publish(writer->append(payloads));
    } catch (const runtime::Error&) {
        writer.reset();
        const std::lock_guard guard(mutex);
        if (!segments.empty() && segments.back().offsets.empty()) segments.pop_back();
        throw;
    }
}

void Spool::State::publish(const std::vector<std::uint32_t>& offsets) {
    const std::lock_guard guard(mutex);
    auto& segment = segments.back();
    segment.offsets.insert(segment.offsets.end(), offsets.begin(), offsets.end() - 1);
    segment.bytes = offsets.back();
    waiting.clear();
    last = segment.end() - 1;
}

/// Returns whether something was dropped.
bool Spool::State::keep_within_limits() {
    const std::lock_guard guard(mutex);
    std::uint64_t total = 0;
    for (const auto& segment : segments) total += segment.bytes;
    bool any = false;
    while (total > limits.total_bytes && segments.size() > 1) {
        const auto& oldest = segments.front();
        total -= oldest.bytes;
        count_dropped(oldest.first, oldest.end());
        ::unlink(oldest.path.c_str());  // one that stays is found and dropped again after the next start
        segments.pop_front();
        any = true;
    }
    return any;
}

void Spool::State::count_dropped(std::uint64_t first, std::uint64_t end) {
    std::uint64_t delivered = 0;
    for (const auto& [sink, sequence] : remembered.positions) delivered = std::max(delivered, sequence);
    first = std::max(first, delivered + 1);
    if (first < end) dropped += end - first;
}

void Spool::State::wait_in_memory(Waiting record) {
    const std::lock_guard guard(mutex);
    last = record.sequence;
    waiting.push_back(std::move(record));
    if (waiting.size() <= most_waiting) return;
    count_dropped(waiting.front().sequence, waiting.front().sequence + 1);
    waiting.pop_front();
}

/// The sequence before the first record there is.
std::uint64_t Spool::State::begin() const {
    if (!segments.empty()) return segments.front().first - 1;
    return waiting.empty() ? last.load() : waiting.front().sequence - 1;
}

bool Spool::State::due() const {
    return moved >= records_between_saves || (moved > 0 && std::chrono::steady_clock::now() - saved >= time_between_saves);
}

/// A failure is made good by a later save; should there be none, sinks deliver some records twice.
void Spool::State::save() {
    const std::lock_guard one_at_a_time(save_mutex);
    std::string text;
    {
        const std::lock_guard guard(mutex);
        remembered.high_water = last;
        remembered.dropped = dropped;
        text = remembered.text();
        moved = 0;
        saved = std::chrono::steady_clock::now();
    }
    try {
        runtime::replace_file(positions_file(directory), text, 0600);
    } catch (const runtime::Error&) {
        const std::lock_guard guard(mutex);
        moved = std::max<std::uint64_t>(moved, 1);
    }
}

void Spool::State::wake() {
    std::vector<std::function<void()>> all;
    {
        const std::lock_guard guard(mutex);
        all = wakes;
    }
    for (const auto& each : all) each();
}

void Spool::State::collect(Segment& segment, std::uint64_t from, std::size_t limit, std::vector<Record>& records) {
    const auto index = static_cast<std::size_t>(std::max(from, segment.first) - segment.first);
    const auto count = std::min(segment.offsets.size() - index, limit - records.size());
    try {
        auto part = read_records(segment, index, count);
        std::move(part.begin(), part.end(), std::back_inserter(records));
    } catch (const runtime::Error&) {
        segment.unreadable = true;  // a sink that waited for it would wait for ever
        count_dropped(from, segment.end());
    }
}

Spool::Spool(std::filesystem::path directory, Limits limits) : state_(std::make_unique<State>(std::move(directory), limits)) {}

Spool::~Spool() {
    const std::lock_guard appending(state_->append_mutex);
    try {
        if (!state_->waiting.empty()) state_->write(nullptr);
    } catch (const runtime::Error&) {  // whoever appended them was told that the disk does not take them
    }
    state_->save();
}

std::uint64_t Spool::append(Record record) {
    const std::lock_guard appending(state_->append_mutex);
    record.sequence = state_->last + 1;
    Waiting fresh{record.sequence, encode(record)};
    try {
        state_->write(&fresh);
    } catch (const runtime::Error&) {
        state_->wait_in_memory(std::move(fresh));
        state_->save();  // so that this sequence is not given away again, if the disk takes at least this
        state_->wake();
        throw;
    }
    if (state_->keep_within_limits()) state_->save();
    state_->wake();
    return record.sequence;
}

std::vector<Record> Spool::after(std::uint64_t sequence, std::size_t limit) const {
    const std::lock_guard guard(state_->mutex);
    std::vector<Record> records;
    auto segment = std::partition_point(state_->segments.begin(), state_->segments.end(),
                                        [&](const Segment& each) { return each.end() <= sequence + 1; });
    for (; segment != state_->segments.end() && records.size() < limit; ++segment)
        if (!segment->unreadable) state_->collect(*segment, sequence + 1, limit, records);
    for (const auto& each : state_->waiting)
        if (each.sequence > sequence && records.size() < limit) records.push_back(decode_record(each.payload));
    return records;
}

std::uint64_t Spool::last_sequence() const { return state_->last; }

std::uint64_t Spool::position(const std::string& sink) const {
    const std::lock_guard guard(state_->mutex);
    const auto found = state_->remembered.positions.find(sink);
    return found == state_->remembered.positions.end() ? state_->begin() : found->second;
}

void Spool::set_position(const std::string& sink, std::uint64_t sequence) {
    bool due = false;
    {
        const std::lock_guard guard(state_->mutex);
        sequence = std::min(sequence, state_->last.load());
        auto& position = state_->remembered.positions.try_emplace(sink, 0).first->second;
        if (sequence > position) {
            state_->moved += sequence - position;
            position = sequence;
        }
        due = state_->due();
    }
    if (due) state_->save();
}

std::uint64_t Spool::dropped() const { return state_->dropped; }

std::optional<std::string> Spool::repaired() const { return state_->repaired; }

void Spool::on_append(std::function<void()> wake) {
    const std::lock_guard guard(state_->mutex);
    state_->wakes.push_back(std::move(wake));
}

}  // namespace drs::alarms
