// SPDX-License-Identifier: Apache-2.0
// Brings this node's alarms to the Master: from the node's spool, in order, each until the Master has said that it has it.
#pragma once

#include "alarms/spool.hpp"
#include "runtime/event.hpp"
#include "wire/connection.hpp"

namespace drs::local {

class AlarmForwarder {
public:
    AlarmForwarder(const runtime::Executor& executor, alarms::Spool& spool);
    /// For as long as the connection lives: sends what the Master has not had, at most 32 unanswered.
    runtime::Awaitable<void> run(wire::Connection& connection);
    void on_taken(std::uint64_t sequence);

private:
    alarms::Spool& spool_;
    std::shared_ptr<runtime::Event> changed_;  // shared with the spool's wake-up, which may come from any thread
    runtime::Executor executor_;
};

}  // namespace drs::local
