// SPDX-License-Identifier: Apache-2.0
// Where the Master's alarms go beside SNMP: what the configuration names of syslog, a collector, mail and webhook.
#pragma once

#include <memory>

#include "alarms/spool.hpp"
#include "runtime/settings.hpp"
#include "trace/trace.hpp"

namespace drs::master {

class Sinks {
public:
    /// Throws runtime::Error(bad_configuration).
    Sinks(const runtime::Settings& settings, alarms::Spool& spool, trace::Trace& trace);
    ~Sinks();
    Sinks(const Sinks&) = delete;
    Sinks& operator=(const Sinks&) = delete;

private:
    struct All;
    std::unique_ptr<All> all_;
};

/// Throws what the constructor would, and starts nothing.
void check_sinks(const runtime::Settings& settings);

}  // namespace drs::master
