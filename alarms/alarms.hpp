// SPDX-License-Identifier: Apache-2.0
// Raise and clear: the one door through which an agent tells the world that something is wrong, or right again.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alarms/active_alarm.hpp"
#include "alarms/spool.hpp"
#include "runtime/clock.hpp"
#include "trace/trace.hpp"

namespace drs::alarms {

class Alarms {
public:
    struct Identity {
        std::string app_id;      // `Cisco DRF Master`
        std::string cluster;
        std::string node;
        std::uint32_t boot_epoch = 0;
    };
    /// Knows what was active, from the checkpoint beside the spool and the records after it. Tells at once what an earlier process had begun to tell when it
    /// was killed: the umbrella of a raise, the ends that came with an event.
    Alarms(Spool& spool, Identity identity, const runtime::Clock& clock, trace::Trace& trace);
    ~Alarms();

    /// Returns after the record is durable (or, on a full disk, kept in memory, with a line in the trace). Never throws.
    /// A stateful alarm that is active on the same key is told again only when another job raises it: each failed job is told. A repeat is counted; at the
    /// 10th, 100th, 1,000th, ... one record sums up. After a crash at least half of the repeats are known. Its umbrella, if it has one, is raised beside
    /// it and cleared with the last one under it.
    void raise(AlarmId id, Detail detail);
    /// Only if it is active on that key; else nothing happens.
    void clear(AlarmId id, Detail detail);
    /// A record of a Local Agent's: gets our sequence and epoch, keeps its time, node and text. One that comes again, because our answer to it was lost,
    /// is not taken twice, also over a restart. A node whose sequences begin again was installed anew: what was active of it is cleared.
    void relay(Record record);

    /// An operator knows of the active alarm with this number, or with a raise of this sequence. Durable and told; stays until the alarm is cleared, and
    /// the newest one counts. Line breaks and the like in both texts become visible. Nothing when there is no such alarm.
    std::optional<ActiveAlarm> acknowledge(std::uint64_t number, const std::string& by, const std::string& note);
    /// Sends `id` through all sinks as an event that is marked as a test and is never active. Returns its sequence; throws runtime::Error(file) when it
    /// is only in memory.
    std::uint64_t test(AlarmId id, const std::string& by);

    /// Each active alarm once more, the oldest first, as it was told last but in state `active`: for consoles that may have missed some. Returns the last
    /// sequence.
    std::uint64_t tell_active_again(const std::string& by);
    /// How far every sink has got whose name begins with `prefix`; without any, the last sequence.
    std::uint64_t least_position(const std::string& prefix) const;

    /// By number: the oldest first.
    std::vector<ActiveAlarm> active() const;
    /// The newest records of the last `entries` sequences, oldest first, as far as the spool still has them.
    std::vector<Record> log(std::size_t entries) const;
    /// Up to `limit` records after `sequence`, oldest first, as far as the spool still has them.
    std::vector<Record> after(std::uint64_t sequence, std::size_t limit) const;
    /// Called after the active list or the log has changed, on the thread that changed it.
    void on_change(std::function<void()> tell);

    std::uint64_t last_sequence() const;
    /// Of the spool.
    std::uint64_t dropped() const;
    std::uint64_t dropped_informational() const;
    /// Repeats that were counted and not told, since the start.
    std::uint64_t coalesced() const;
    /// The newest job that has raised it; 0: none.
    model::JobId last_job(AlarmId id) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::alarms
