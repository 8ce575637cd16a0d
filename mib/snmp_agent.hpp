// SPDX-License-Identifier: Apache-2.0
// The SNMP face of the Master: one thread that owns every Net-SNMP call, as AgentX subagent of the system's snmpd or as
// an agent of its own.
#pragma once

#include <memory>

#include "alarms/spool.hpp"
#include "control/desk.hpp"
#include "control/snapshot.hpp"
#include "runtime/settings.hpp"
#include "trace/trace.hpp"

namespace drs::mib {

class SnmpAgent {
public:
    /// Starts nothing. Without a desk every object is read-only.
    SnmpAgent(const runtime::Settings& settings, const control::SnapshotFeed& feed, control::Desk* desk, alarms::Spool& spool, trace::Trace& trace);
    ~SnmpAgent();  // stops
    SnmpAgent(const SnmpAgent&) = delete;
    SnmpAgent& operator=(const SnmpAgent&) = delete;

    /// Returns when the agent answers (embedded) or has begun to connect (AgentX: a snmpd that is absent is tried for ever). Throws
    /// runtime::Error(network) when the embedded agent's address is in use. Mode off: does nothing.
    void start();
    /// Takes etc/drs/snmp/receivers as it is by then. From any thread; does not wait.
    void reread_receivers();
    /// Sends what is left in the spool for at most one second, unregisters, joins the thread.
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::mib
