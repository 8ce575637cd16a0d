// SPDX-License-Identifier: Apache-2.0
// What DRS-MIB holds, as data: each group of objects with its columns, and how a cell is read from the state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "control/snapshot.hpp"
#include "mib/oid.hpp"
#include "mib/receiver.hpp"
#include "mib/value.hpp"

namespace drs::mib {

enum class AgentxState { not_used = 1, connected = 2, disconnected = 3 };

/// How notifications fare, as of one pass of the SNMP thread.
struct DeliveryState {
    AgentxState agentx = AgentxState::not_used;
    std::uint64_t last_sequence = 0;
    std::uint64_t waiting = 0;
    std::uint64_t dropped = 0;
    std::uint64_t heartbeat_seconds = 0;
    std::shared_ptr<const std::vector<ReceiverState>> receivers{};  // by index; null: none
};

/// What a manager may write into a column: numbers from `least` to `most`, or so many octets.
struct Writable {
    Syntax syntax = Syntax::octets;
    std::uint64_t least = 0;
    std::uint64_t most = 0;
    bool secret = false;  // octets that are kept as Value::secret
};

/// A row that a manager is still making: what has been set of it so far.
struct PendingRow {
    std::map<SubId, Value> values;
    bool complete = false;  // notInService rather than notReady
};
using PendingRows = std::map<SubId, PendingRow>;  // by index

/// Of each table that managers make rows in.
struct Pending {
    PendingRows devices, schedules, requests;
};

/// All that a request is answered from: nothing in it changes while one is.
struct Source {
    const control::Snapshot& snapshot;
    DeliveryState delivery;
    model::TimePoint now{};
    const Pending& pending = nothing_pending;
    std::uint64_t trace_dropped = 0;  // lines of the Master's trace that will never be in a file

    static const Pending nothing_pending;
};

struct Column {
    SubId number;
    std::string_view name;  // as in DRS-MIB.txt; a test compares the two
    Value (*read)(const Source& source, std::size_t row);
    const Writable* writable = nullptr;  // null: read-only
};

/// A conceptual table, or a set of scalars: that is a table of one row whose index is 0. Rows are in the order of their
/// indexes, columns in that of their numbers; every row has every column.
struct Group {
    Oid at;  // below the root: the table's entry, or the scalars' parent
    std::span<const Column> columns;
    std::size_t (*rows)(const Source& source);
    Oid (*index)(const Source& source, std::size_t row);
};

/// Everything, in the order of a walk.
std::span<const Group> groups();

}  // namespace drs::mib
