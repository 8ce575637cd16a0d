// SPDX-License-Identifier: Apache-2.0
// What runs on the SNMP thread: the library, the objects, the notifications, and the loop around them.
#pragma once

#include <atomic>
#include <memory>

#include "alarms/spool.hpp"
#include "control/desk.hpp"
#include "control/snapshot.hpp"
#include "mib/event_fd.hpp"
#include "runtime/settings.hpp"
#include "trace/trace.hpp"

namespace drs::mib {

/// Made, run and destroyed on one thread.
class AgentThread {
public:
    struct Surroundings {
        const runtime::Settings& settings;
        const control::SnapshotFeed& feed;
        control::Desk* desk;
        alarms::Spool& spool;
        trace::Trace& trace;
        EventFd& wake_up;
        const std::atomic<bool>& stopping;
        std::atomic<bool>& reread;  // the receivers: set from outside, taken back here
    };
    /// Throws runtime::Error(network); answers requests as soon as `run` is called.
    explicit AgentThread(const Surroundings& surroundings);
    ~AgentThread();

    /// Until `stopping`, and then at most a second longer for what is left in the spool.
    void run();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::mib
