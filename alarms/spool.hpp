// SPDX-License-Identifier: Apache-2.0
// The durable queue in front of all sinks: an alarm is in it before it goes anywhere, and each sink
// remembers how far it got.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "alarms/record.hpp"

namespace drs::alarms {

/// Append-only segment files with a checksum a record; a torn tail after a crash is cut off on open, and says so
/// in `repaired()`. Every call may come from any thread. The directory is locked: it has one owner at a time, also within a process.
///
/// Threads that append at the same time share one write and one sync: who comes while a sync runs waits for that one and for its own.
/// What the disk does not take is kept in memory, delivered from there, and written as soon as the disk takes it; that is tried with each
/// append and once a second.
class Spool {
public:
    struct Limits {
        std::uint64_t segment_bytes = 1u << 20;
        /// Then the oldest informational records go, a segment's at a time, and when there are none, the oldest segment.
        std::uint64_t total_bytes = 64u << 20;
    };
    Spool(std::filesystem::path directory, Limits limits);
    explicit Spool(std::filesystem::path directory) : Spool(std::move(directory), Limits{}) {}
    ~Spool();

    /// Gives the record its sequence; nobody sees it yet. Every `enter` is followed by a `commit`.
    std::uint64_t enter(Record record);
    /// Returns when the record with `sequence`, and all before it, are on the disk and visible to the sinks. Throws runtime::Error(file) when the disk does
    /// not take it; it is then kept in memory (at most 1,000 are, the oldest informational goes first), and is still delivered.
    void commit(std::uint64_t sequence);
    /// Both in one.
    std::uint64_t append(Record record);

    /// Up to `limit` records after `sequence`, in order. What was dropped is passed over.
    std::vector<Record> after(std::uint64_t sequence, std::size_t limit) const;
    /// Of the records that sinks can see.
    std::uint64_t last_sequence() const;

    /// A sink's position: the last sequence it has delivered. Unknown sink: where the spool begins. Who asks is a sink from now on.
    std::uint64_t position(const std::string& sink) const;
    /// Whether the sink has been here before.
    bool has_position(const std::string& sink) const;
    void set_position(const std::string& sink, std::uint64_t sequence);
    /// Of the sinks whose names begin with `prefix` the position of the one that is furthest behind; without any, the last sequence.
    std::uint64_t least_position(const std::string& prefix) const;
    /// Forgets the sinks whose names begin with `prefix`, all but those in `named`: should one come back, it is new.
    void keep_sinks(const std::string& prefix, const std::set<std::string>& named);

    /// Records that went before each sink had had them, since the spool was made.
    std::uint64_t dropped() const;
    /// How many of these were informational.
    std::uint64_t dropped_informational() const;
    std::optional<std::string> repaired() const;
    /// Where it lies. What else belongs to its owner may lie there too.
    const std::filesystem::path& directory() const;

    /// Called after each group of appends, on an appending thread: a sink wakes its own thread with it.
    void on_append(std::function<void()> wake);
    /// Called with a sentence for the trace when records were dropped, and when the disk takes records again. At most one is told, the last to ask.
    void on_notice(std::function<void(const std::string& sentence)> tell);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::alarms
