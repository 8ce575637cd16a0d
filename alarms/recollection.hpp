// SPDX-License-Identifier: Apache-2.0
// What the spool of an earlier run says: which alarms are active, and what was still to be told when it was killed.
#pragma once

#include <compare>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "alarms/record.hpp"
#include "alarms/spool.hpp"

namespace drs::alarms {

/// What a stateful alarm is known by.
struct Key {
    AlarmId id{};
    std::string node, device, feature, component;
    auto operator<=>(const Key&) const = default;
};

Key key_of(AlarmId id, const Detail& detail);

/// Whether the event `id` about `detail` ends an alarm: on the same device only, for a backup to one says nothing about another. What names no
/// device ends with any.
bool ends(AlarmId id, const Detail& detail, const Key& key);

/// The newest records that came from each node, as they are but for what the relaying agent gives them. A node that got no answer to a report sends it again:
/// at most 32 are unanswered (docs/wire.md), so as many are known.
class Relayed {
public:
    /// Whether the record is new; it is known from now on.
    bool take(Record record);

private:
    std::map<std::string, std::deque<std::vector<std::byte>>> newest_;
};

/// A raise with its umbrella, and an event with the alarms that it ends, are records of their own: a process that is killed between them has told
/// a part. The rest is found here, in the order in which it is to be told.
struct Recollection {
    explicit Recollection(const Spool& spool);

    std::map<Key, model::JobId> active{};         // with the job that was the last to raise it
    std::map<AlarmId, model::JobId> last_job{};   // of each alarm, the newest job that has told it
    Relayed relayed{};
    struct End {
        Key key;
        AlarmId event;
        model::JobId job;
    };
    std::vector<End> unfinished_ends{};           // an event that ends them was told, their end was not
    std::vector<Record> last_raised{};            // the raises of the active ones: each has its umbrella up, unless the process was killed between the two

private:
    void note(const Record& record, std::map<Key, Record>& raises, std::map<Key, End>& ends);
};

}  // namespace drs::alarms
