// SPDX-License-Identifier: Apache-2.0
// Sends the spool straight to a collector on the network: RFC 5424 messages, octet-counted, over TCP or TLS.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "alarms/spool.hpp"
#include "runtime/outgoing_connection.hpp"
#include "trace/trace.hpp"

namespace drs::alarms {

/// Also sends what Local Agents have relayed: the Master speaks for the cluster. The position moves when the collector's machine has acknowledged the
/// octets, which is not when the collector has read them. Therefore a connection that ends, in whatever way, is taken as a sign that it had not: what was
/// unacknowledged (at most 256 messages) is sent again on the next, and before it what was acknowledged in the last 30 seconds, at most the last 8 MiB.
/// Doubles are told by epoch and seq.
class CollectorSink {
public:
    struct Options {
        std::string host;                             // empty: no collector, the sink does nothing
        std::uint16_t port = 6514;
        std::optional<runtime::ClientTls> tls;        // none: in clear
        std::string facility = "local7";
        Severity least = Severity::informational;     // of the alarm: its end goes wherever its beginning went, a test always
    };
    /// Throws runtime::Error(bad_configuration) when check() would.
    CollectorSink(Spool& spool, Options options, trace::Trace& trace);
    static void check(const Options& options);
    /// Tries once more what is left, for at most one second, then stops.
    ~CollectorSink();
    CollectorSink(const CollectorSink&) = delete;
    CollectorSink& operator=(const CollectorSink&) = delete;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::alarms
