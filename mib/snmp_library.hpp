// SPDX-License-Identifier: Apache-2.0
// Net-SNMP from its beginning to its end in this process: where it reads, writes, listens and complains.
#pragma once

#include "runtime/settings.hpp"
#include "trace/trace.hpp"

namespace drs::mib {

/// Once in a process, on the SNMP thread. Registrations come between the constructor and `open`.
class SnmpLibrary {
public:
    SnmpLibrary(const runtime::Settings& settings, trace::Trace& trace);
    ~SnmpLibrary();
    SnmpLibrary(const SnmpLibrary&) = delete;
    SnmpLibrary& operator=(const SnmpLibrary&) = delete;

    /// Reads the configuration; then listens (embedded) or begins to connect (AgentX). Throws runtime::Error(network) when the
    /// address cannot be had.
    void open();

private:
    const runtime::Settings& settings_;
};

}  // namespace drs::mib
