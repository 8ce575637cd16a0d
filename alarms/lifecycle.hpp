// SPDX-License-Identifier: Apache-2.0
// The rules by which alarms are raised, repeated, cleared and acknowledged; what they come to is told record by record.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "alarms/alarms.hpp"
#include "alarms/recollection.hpp"

namespace drs::alarms {

/// Has its sequence, but is not on the disk yet.
struct Told {
    const char* where;
    Record record;
};

/// Of one thread at a time.
class Lifecycle {
public:
    /// `enter` gives a record its sequence in the spool.
    Lifecycle(Alarms::Identity identity, const runtime::Clock& clock, Memory memory, std::function<void(Record&)> enter)
        : identity_(std::move(identity)), clock_(clock), memory_(std::move(memory)), enter_(std::move(enter)), saved_sequence_(memory_.sequence) {}

    void finish(std::vector<Recollection::End> unfinished);
    void raise(AlarmId id, Detail detail);
    void clear(AlarmId id, Detail detail);
    void relay(Record record);
    std::optional<ActiveAlarm> acknowledge(std::uint64_t number, const std::string& by, const std::string& note);
    std::uint64_t test(AlarmId id, const std::string& by);
    void tell_active_again(const std::string& by);

    std::vector<ActiveAlarm> active() const;
    model::JobId last_job(AlarmId id) const;
    /// Repeats that were counted and not told.
    std::uint64_t coalesced() const { return coalesced_; }

    /// What was told since it was last asked.
    std::vector<Told> take_told() { return std::exchange(told_, {}); }

    /// Whether a crash now would cost more than it may: too many records to be read again, or too many repeats that are nowhere else.
    bool due() const;
    bool changed_since_save() const { return memory_.sequence != saved_sequence_ || repeated_; }
    /// For a checkpoint. Between two calls of the others it holds nothing half told.
    Memory saved_memory();

private:
    void repeat(ActiveAlarm& alarm);
    void clear(const Key& key, const std::string& reason, model::JobId job);
    void clear_umbrella(AlarmId umbrella, const Detail& detail);
    bool any_under(AlarmId umbrella, const Detail& detail) const;
    void clear_what_ends_with(AlarmId id, const Detail& detail);
    void clear_all_of(const std::string& node);
    void tell(const char* where, State state, AlarmId id, Detail detail);
    void enter(const char* where, Record record);

    const Alarms::Identity identity_;
    const runtime::Clock& clock_;
    Memory memory_;
    std::function<void(Record&)> enter_;
    std::vector<Told> told_{};
    std::uint64_t saved_sequence_;
    model::TimePoint saved_at_{};
    bool repeated_ = false;      // since the last save
    bool repeats_due_ = false;
    std::uint64_t coalesced_ = 0;
};

}  // namespace drs::alarms
