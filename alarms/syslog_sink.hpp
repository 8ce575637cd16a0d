// SPDX-License-Identifier: Apache-2.0
// Sends the spool to syslog: libevtlog composes the message, a datagram to the local socket carries it.
#pragma once

#include <memory>
#include <string>

#include "alarms/spool.hpp"
#include "trace/trace.hpp"

namespace drs::alarms {

/// On a thread of its own (libevtlog is not thread-safe). A socket that is absent or full is tried again, with back-off up to 5 s;
/// the position moves only after the datagram was taken. Relayed records are passed over.
class SyslogSink {
public:
    struct Options {
        std::string socket = "/dev/log";
        std::string facility = "local7";
        std::string program;   // drfMA / drfLA: the tag of the message
    };
    SyslogSink(Spool& spool, Options options, trace::Trace& trace);
    /// Tries once more what is left, for at most one second, then stops.
    ~SyslogSink();
    SyslogSink(const SyslogSink&) = delete;
    SyslogSink& operator=(const SyslogSink&) = delete;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::alarms
