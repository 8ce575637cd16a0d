// SPDX-License-Identifier: Apache-2.0
// Sends the spool to syslog: libevtlog composes the message, a datagram to the local socket carries it.
#pragma once

#include <memory>
#include <string>

#include "alarms/spool.hpp"
#include "trace/trace.hpp"

namespace drs::alarms {

/// On a thread of its own (libevtlog is not thread-safe). A socket that is absent or full is tried again, with back-off up to 5 s;
/// the position moves only after the receiver has read the datagram (at most 64 are sent ahead of it), so a restart of syslog loses none and repeats at
/// most those. Relayed records are passed over. Facility and path are checked by the constructor: runtime::Error(bad_configuration).
class SyslogSink {
public:
    struct Options {
        std::string socket = "/dev/log";  // empty: no syslog, the sink does nothing
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
