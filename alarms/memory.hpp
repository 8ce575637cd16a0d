// SPDX-License-Identifier: Apache-2.0
// What all records so far come to: which alarms are active, which job was told of last, and what each node has sent.
#pragma once

#include <deque>
#include <map>
#include <string>

#include "alarms/active_alarm.hpp"

namespace drs::alarms {

/// The newest records that came from each node, as digests. A node that got no answer to a report sends it again: at most 32 are unanswered
/// (docs/wire.md), so as many are known.
class Relayed {
public:
    struct Node {
        std::uint64_t sequence = 0;         // the newest of its own, as far as it is known
        std::deque<std::uint64_t> digests;  // oldest first
    };
    static constexpr std::size_t most_unanswered = 32;

    /// Whether the record is new; it is known from now on.
    bool take(const Record& record);
    /// Whether the node counts from the beginning again: it was installed anew. `record` is as the node sent it. It is known from now on.
    bool began_anew(const Record& record);

    std::map<std::string, Node> nodes{};
};

/// The same records in the same order come to the same memory: when they are told, and when a later process reads them again.
struct Memory {
    /// So many alarms are known as active at a time. One more is told each time that it is raised, but is in no list.
    static constexpr std::size_t most_active = 2000;

    std::uint64_t sequence = 0;                   // of the newest record in it
    std::map<Key, ActiveAlarm> active{};
    std::map<AlarmId, model::JobId> last_job{};   // of each alarm of our own, the newest job that has told it
    Relayed relayed{};

    void take(const Record& record);

private:
    void raise(const Record& record);
};

}  // namespace drs::alarms
