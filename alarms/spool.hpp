// SPDX-License-Identifier: Apache-2.0
// The durable queue in front of all sinks: an alarm is in it before it goes anywhere, and each sink
// remembers how far it got.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alarms/record.hpp"

namespace drs::alarms {

/// Append-only segment files with a checksum a record; a torn tail after a crash is cut off on open, and says so
/// in `repaired()`. Every call may come from any thread. The directory is locked: it has one owner at a time, also within a process.
class Spool {
public:
    struct Limits {
        std::uint64_t segment_bytes = 1u << 20;
        std::uint64_t total_bytes = 64u << 20;  // then the oldest whole segment goes, and `dropped()` counts what no sink had
    };
    Spool(std::filesystem::path directory, Limits limits);
    explicit Spool(std::filesystem::path directory) : Spool(std::move(directory), Limits{}) {}
    ~Spool();

    /// Gives the record its sequence, writes it and waits for fsync. Throws runtime::Error(file) when it cannot; the
    /// record is then kept in memory (at most 1,000), and is still delivered.
    std::uint64_t append(Record record);

    /// Up to `limit` records after `sequence`, in order.
    std::vector<Record> after(std::uint64_t sequence, std::size_t limit) const;
    std::uint64_t last_sequence() const;

    /// A sink's position: the last sequence it has delivered. Unknown sink: where the spool begins.
    std::uint64_t position(const std::string& sink) const;
    void set_position(const std::string& sink, std::uint64_t sequence);

    std::uint64_t dropped() const;
    std::optional<std::string> repaired() const;

    /// Called after each append, on the appending thread: a sink wakes its own thread with it.
    void on_append(std::function<void()> wake);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::alarms
