// SPDX-License-Identifier: Apache-2.0
// What Master and Local Agent say to each other (docs/wire.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "model/component.hpp"
#include "model/job.hpp"
#include "model/product.hpp"

namespace drs::wire {

inline constexpr std::uint32_t protocol_version = 2;
/// Largest body of a frame, and largest piece of component data in one.
inline constexpr std::size_t longest_body = 1u << 20;
inline constexpr std::size_t longest_data = 256u << 10;
/// A sender of Data may be this many bytes ahead of the Credit it was given: bounds the receiver's memory.
inline constexpr std::uint64_t credit_window = 4u << 20;

using StreamId = std::uint32_t;  // one component's run on one connection; from 1, never reused on it

// Local Agent to Master, first. Protocol and node come first in every version, so that a stranger can be refused with a sentence.
struct Hello {
    std::uint32_t protocol = protocol_version;
    std::string node;
    model::ProductIdentity product;
    std::string agent_version;
    std::vector<std::byte> other;  // of another protocol: what follows the node, not understood; the fields above are then empty
};
// Master's answer: one of these two.
struct Welcome {
    std::uint32_t protocol = protocol_version;
    std::string master_node;
    std::uint32_t ping_seconds = 5;  // the Master pings this often; three missed pings end the connection
};
struct Refused { std::string reason; };

/// All components of the node; replaces what was registered before. `problems`: files that were not understood.
struct Registration {
    std::vector<model::Component> components;
    std::vector<std::string> problems;
};

// Master to Local Agent.
struct BackupComponent {
    StreamId stream = 0;
    model::JobId job = 0;
    std::string set;
    model::ComponentKey key;
    std::vector<std::string> recipients;  // age1...
    std::int32_t level = 3;
    std::uint32_t threads = 2, silence_seconds = 3600;
    bool want_estimate = false;
};
/// What the node learns of a file of a set: enough to decrypt this one file.
struct RestoreComponent {
    StreamId stream = 0;
    model::JobId job = 0;
    std::string set;
    model::ComponentKey key;
    model::Payload payload = model::Payload::tar;
    std::vector<std::byte> file_key;  // 16 bytes
    std::uint32_t silence_seconds = 3600;
};
/// After Ready: the data has proved authentic, swap it in.
struct Commit { StreamId stream = 0; };
struct Cancel { StreamId stream = 0; std::string reason; };

// Either way.
struct Data { StreamId stream = 0; std::vector<std::byte> bytes; };
struct End { StreamId stream = 0; };                             // no more Data
struct Credit { StreamId stream = 0; std::uint64_t bytes = 0; }; // so much more may be sent
struct Ping {};
struct Pong {};

// Local Agent to Master.
struct Progress { StreamId stream = 0; std::uint64_t bytes_before = 0, bytes_expected = 0; };
struct Ready { StreamId stream = 0; };  // restore of files: everything lies beside its target
/// The last word on a stream.
struct Finished {
    StreamId stream = 0;
    model::Result result = model::Result::error;  // success, warning, error, canceled
    std::string reason;
    std::uint64_t bytes_before = 0, bytes_stored = 0;
    std::string sha256;                           // backup: of the stored bytes, as the node made them
    std::vector<std::string> warnings;
    std::string log_file;                         // below var/log/active
};
/// An alarm record of the node's spool (alarms/record.hpp encodes it), with its sequence there.
struct AlarmReport { std::uint64_t sequence = 0; std::vector<std::byte> record; };
struct AlarmTaken { std::uint64_t sequence = 0; };

// Master to Local Agent: these component logs belong to no history entry any more; as Finished.log_file named them.
struct ForgetLogs { std::vector<std::string> log_files; };

/// Master to Local Agent: the areas of the trace whose level was set at run time; the others are as the node's own settings want them. Words, so
/// that one agent may know areas that the other does not.
struct TraceLevel { std::string area, level; };
struct TraceLevels { std::vector<TraceLevel> levels; };

using Message = std::variant<Hello, Welcome, Refused, Registration, BackupComponent, RestoreComponent, Commit, Cancel, Data, End,
                             Credit, Ping, Pong, Progress, Ready, Finished, AlarmReport, AlarmTaken, ForgetLogs, TraceLevels>;

}  // namespace drs::wire
