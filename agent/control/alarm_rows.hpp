// SPDX-License-Identifier: Apache-2.0
// Alarms as every face shows them, and what may be asked about them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/job.hpp"

namespace drs::control {

/// What lists of alarms have in common. Texts are visible: no control characters, valid UTF-8.
struct AlarmSubject {
    std::uint32_t number = 0;      // of the alarm in the catalogue
    std::string name;              // CiscoDRFSftpFailure
    std::string severity;          // error, warning, informational
    std::string node, device, feature, component;
    std::string reported_by;       // the node whose agent raised it
    model::JobId job = 0;
    std::string reason;
};

struct AlarmRow {
    std::uint64_t key = 0;         // stands for this alarm until it is cleared, and for no other; grows; also over restarts
    std::uint64_t sequence = 0;    // of its newest raise
    AlarmSubject subject;
    model::TimePoint first{}, last{};
    std::uint64_t repeats = 0;
    std::string acknowledged_by;   // empty: by nobody
    std::optional<model::TimePoint> acknowledged;
    std::string note;
};

struct AlarmLogRow {
    std::uint64_t sequence = 0;
    std::string state;             // raised, cleared, event, repeated, acknowledged
    model::TimePoint time{};
    AlarmSubject subject;          // of an acknowledgement the reason is the operator's note
    std::uint64_t repeats = 0;     // of `repeated`, and of the `cleared` after it
    std::string by;                // the operator, of an acknowledgement or a test
    bool test = false;
};

struct AlarmDescription {
    std::uint32_t number = 0;
    std::string name, severity, facility;
    std::vector<std::string> parameters;
    std::string event_type, probable_cause;  // ITU-T X.733
    std::uint32_t event_type_number = 0, probable_cause_number = 0;
    std::string text, explanation, action;
    bool stateful = false;
    std::string cleared_by;        // the event that clears it; empty: its own recovery
    std::string umbrella;          // raised beside it
    bool pending = false;
};

/// Empty or false: all.
struct AlarmQuery {
    std::string severity, node;
    bool unacknowledged = false;
};

struct AlarmLogQuery {
    std::uint32_t last = 0;        // of those that fit the rest; 0: as many as are kept
    std::string alarm;             // with or without CiscoDRF
    std::string since;             // yyyy/mm/dd-hh:mm of the Master's machine, or 90s, 15m, 2h, 7d ago
};

struct AcknowledgeRequest {
    std::uint64_t alarm = 0;       // its key, or the sequence of its newest raise
    std::string note;
    std::string by;                // empty: the caller; root may name another
};

struct TestAlarmRequest { std::string alarm; };    // empty: the test alarm
struct AlarmHelpQuery { std::string alarm; };      // empty: every alarm of the catalogue

struct TestedAlarm {
    std::uint64_t sequence = 0;
    std::string name;
};

}  // namespace drs::control
