// SPDX-License-Identifier: Apache-2.0
// Answers requests for everything below drsObjects from one snapshot at a time, and takes SETs.
#pragma once

#include <memory>

#include "control/desk.hpp"
#include "mib/group.hpp"
#include "trace/trace.hpp"

namespace drs::mib {

/// Lives on the SNMP thread, between the library's init_agent and its shutdown.
class RequestHandler {
public:
    /// `desk`: where SETs go; null: every object is read-only. Registers the subtree; throws runtime::Error(network) when the library refuses.
    RequestHandler(control::Desk* desk, trace::Trace& trace);
    /// Unregisters it, which tells an AgentX master.
    ~RequestHandler();
    RequestHandler(const RequestHandler&) = delete;
    RequestHandler& operator=(const RequestHandler&) = delete;

    /// From here on, requests see this. Called between requests, so that all varbinds of one agree.
    void show(std::shared_ptr<const control::Snapshot> snapshot, DeliveryState delivery, model::TimePoint now);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::mib
