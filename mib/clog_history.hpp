// SPDX-License-Identifier: Apache-2.0
// clogHistoryTable of CISCO-SYSLOG-MIB: the newest alarm records as the messages that clogMessageGenerated carried.
#pragma once

#include <memory>

#include "alarms/spool.hpp"
#include "trace/trace.hpp"

namespace drs::mib {

inline constexpr std::size_t most_clog_messages = 100;

/// Lives on the SNMP thread, between the library's init_agent and its shutdown. Reads the spool when it is asked and something is new in it.
class ClogHistory {
public:
    /// Registers its subtree; throws runtime::Error(network) when the library refuses.
    ClogHistory(const alarms::Spool& spool, trace::Trace& trace);
    ~ClogHistory();
    ClogHistory(const ClogHistory&) = delete;
    ClogHistory& operator=(const ClogHistory&) = delete;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::mib
