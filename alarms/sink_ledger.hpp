// SPDX-License-Identifier: Apache-2.0
// How far each sink of a spool has come, and what it will never get: kept on the disk, told in the trace.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "alarms/positions.hpp"

namespace drs::alarms {

/// Every call may come from any thread.
class SinkLedger {
public:
    SinkLedger(PositionsFile& file, Positions remembered) : file_(file), now_(std::move(remembered)) {}

    /// Nothing: it has never delivered anything. Who asks is a sink from now on.
    std::optional<std::uint64_t> position(const std::string& sink);
    /// Of the known ones whose names begin with `prefix`; nothing when there is none.
    std::optional<std::uint64_t> least(const std::string& prefix) const;
    /// Never back. False: there is nothing new to save.
    bool move(const std::string& sink, std::uint64_t sequence);
    /// Forgets the sinks whose names begin with `prefix`, but those in `named`. False: there was none.
    bool keep(const std::string& prefix, const std::set<std::string>& named);

    /// A record is gone from the spool. It counts as dropped unless each sink has had it; as long as no sink has asked, those of the last run are asked.
    void count_gone(std::uint64_t sequence, bool informational);
    std::uint64_t dropped() const;
    std::uint64_t dropped_informational() const;
    /// What is to be said about drops, at most once a second unless `at_once`.
    std::optional<std::string> news(bool at_once);

    /// Written at once, synced every 0.2 s. A failure is made good by a later save; should there be none, sinks deliver some records twice.
    void save(std::uint64_t high_water, bool sync_now = false);

private:
    using Steady = std::chrono::steady_clock;
    struct Drops {
        std::uint64_t all = 0;
        std::uint64_t informational = 0;
    };
    std::uint64_t delivered_to_all() const;

    std::mutex save_mutex_;  // before the other
    PositionsFile& file_;
    Steady::time_point synced_{};
    mutable std::mutex mutex_;
    Positions now_;
    std::set<std::string> asked_;
    bool unsynced_ = false;
    Drops untold_;
    Steady::time_point told_{};
};

}  // namespace drs::alarms
