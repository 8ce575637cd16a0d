// SPDX-License-Identifier: Apache-2.0
// The Local Agent: stays connected to the Master and does on this node what it is told.
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "alarms/alarms.hpp"
#include "local/registration.hpp"
#include "local/session.hpp"
#include "runtime/settings.hpp"
#include "runtime/worker.hpp"
#include "trace/trace.hpp"

namespace drs::local {

/// Reads product and registration; blocks while product.xml's command runs. Throws with one sentence when the node cannot work at all;
/// a single bad component file is a problem in the registration instead.
struct NodeConfiguration {
    model::ProductIdentity product;
    Registration registration;
};
NodeConfiguration read_node_configuration(const runtime::Settings& settings);

class Agent {
public:
    Agent(const runtime::Executor& executor, const runtime::Settings& settings, alarms::Alarms& alarms, alarms::Spool& spool, trace::Trace& trace);

    /// Connects, serves, and connects again with a growing pause (0.25 s to 15 s) until stop() was called. Sweeps what an earlier run left
    /// beside the registered paths first.
    runtime::Awaitable<void> run();
    /// Reads product and registration anew and tells the Master (SIGHUP); of another product it hears in the hello of a new connection, for
    /// which no running component is broken off. Throws when they cannot be read; the old ones then stay.
    runtime::Awaitable<void> reload();
    void stop();

private:
    using Moment = std::chrono::steady_clock::time_point;
    runtime::Awaitable<void> connect_and_serve();
    void tell_product();
    void sweep();
    void report_lost(const std::exception& failure);
    void raise(alarms::AlarmId id, const std::string& reason);
    void clear(alarms::AlarmId id, const std::string& reason);

    runtime::Executor executor_;
    const runtime::Settings& settings_;
    alarms::Alarms& alarms_;
    trace::Trace& trace_;
    AlarmForwarder forwarder_;
    NodeConfiguration configuration_;
    runtime::Worker reader_;
    std::unique_ptr<Session> session_;
    runtime::Event stopped_event_;
    bool stopped_ = false;
    unsigned failures_ = 0;
    std::optional<Moment> away_since_, told_violation_;
};

}  // namespace drs::local
