// SPDX-License-Identifier: Apache-2.0
// A console that notifications go to on a session of ours: where it is, how it is spoken to, and how it has fared.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "mib/credentials.hpp"

namespace drs::mib {

/// Values as in DRS-MIB.
enum class ReceiverVersion : std::uint8_t { v2c = 1, v3 = 2 };
enum class ReceiverKind : std::uint8_t { trap = 1, inform = 2 };
enum class ReceiverStatus : std::uint8_t { unknown = 1, delivering = 2, silent = 3, refusing = 4 };

struct Receiver {
    std::string name;     // letters, digits, `-`, `_`, `.`; its position in the spool is that of the sink `snmp:NAME`
    std::string address;  // numeric: 192.0.2.10:162 or [2001:db8::1]:162
    ReceiverVersion version = ReceiverVersion::v3;
    ReceiverKind kind = ReceiverKind::inform;
    std::string community;         // v2c
    Credentials credentials;       // v3
    bool clog = false;             // gets clogMessageGenerated instead of DRS-MIB's notifications, and no heartbeat
    std::size_t window = 1;        // informs without an answer; above 1 a lost datagram lets later alarms overtake
    unsigned rate = 200;           // notifications a second at most, those sent again not counted
    std::chrono::milliseconds wait{200};  // an inform is not sent again earlier
    bool operator==(const Receiver&) const = default;
};

/// For the table and the trace.
struct ReceiverState {
    std::uint32_t index = 0;
    std::string name, address, user;
    ReceiverVersion version{};
    ReceiverKind kind{};
    ReceiverStatus status = ReceiverStatus::unknown;
    std::uint64_t delivered = 0;  // alarms, since the start
    std::uint64_t queued = 0;
    std::uint64_t retried = 0;
    std::string last_error;  // a sentence; stays until the next one
};

}  // namespace drs::mib
