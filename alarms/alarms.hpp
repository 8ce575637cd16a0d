// SPDX-License-Identifier: Apache-2.0
// Raise and clear: the one door through which an agent tells the world that something is wrong, or right again.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "alarms/record.hpp"
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
    /// Tells at once what an earlier process had begun to tell when it was killed: the umbrella of a raise, the ends that came with an event.
    Alarms(Spool& spool, Identity identity, const runtime::Clock& clock, trace::Trace& trace);
    ~Alarms();

    /// Returns after the record is durable (or, on a full disk, kept in memory, with a line in the trace). Never throws.
    /// A stateful alarm that is already active on the same (id, node, device, feature, component) is not repeated, unless another job
    /// raises it: each failed job is told. Its umbrella, if it has one, is raised beside it and cleared with the last one under it.
    void raise(AlarmId id, Detail detail);
    /// Only if it is active on that key; else nothing happens.
    void clear(AlarmId id, Detail detail);
    /// A record of a Local Agent's: gets our sequence and epoch, keeps its time, node and text. One that comes again, because our answer to it was lost,
    /// is not taken twice, also over a restart.
    void relay(Record record);

    std::uint64_t last_sequence() const;
    /// The newest job that has raised it, as far as the spool reaches back; 0: none.
    model::JobId last_job(AlarmId id) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::alarms
