// SPDX-License-Identifier: Apache-2.0
// One raise or clear of an alarm, as it stands in the spool and goes to every sink.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "alarms/catalogue.hpp"
#include "model/job.hpp"

namespace drs::alarms {

/// Values as in DRS-MIB. `repeated` sums up raises that were only counted; `acknowledged` says that an operator knows.
/// `active` tells a console once more what it may have missed: it is for SNMP alone and changes nothing.
enum class State : std::uint8_t { raised = 1, cleared = 2, event = 3, repeated = 4, acknowledged = 5, active = 6 };

/// `raised`, `cleared`, ...
std::string_view word(State state);

/// What the one who raises it knows; absent values stay empty or 0.
struct Detail {
    std::string reason;     // one sentence
    std::string node;
    std::string feature;
    std::string component;
    std::string device;
    model::JobId job = 0;
};

struct Record {
    std::uint64_t sequence = 0;    // from 1, without a gap, over restarts
    std::uint32_t boot_epoch = 0;
    AlarmId id{};
    State state = State::event;
    model::TimePoint time{};
    std::string app_id;            // `Cisco DRF Master` / `Cisco DRF Local`
    std::string cluster;
    std::string reporting_node;    // NodeID: where the agent that raised it runs
    bool relayed = false;          // came from a Local Agent, which has told its own syslog already
    Detail detail;
    bool test = false;             // sent to see whether it arrives; means nothing and is never active
    std::uint64_t repeats = 0;     // of `repeated`, and of the `cleared` after it: how often it was raised again so far
    std::string actor;             // of `acknowledged`, `active` and a test: the operator
};

inline constexpr std::size_t longest_actor = 64;  // octets
inline constexpr std::size_t longest_note = 255;

/// It goes first when there is no room for all.
inline bool is_informational(const Record& record) { return record.state == State::active || entry(record.id).severity == Severity::informational; }
/// Whether it is news, for every receiver and not only for SNMP.
inline bool is_news(const Record& record) { return record.state != State::active; }

/// The bytes of one record, without framing (docs/formats.md). decode throws runtime::Error(file) on any other bytes.
std::vector<std::byte> encode(const Record& record);
Record decode_record(std::span<const std::byte> bytes);

}  // namespace drs::alarms
