// SPDX-License-Identifier: Apache-2.0
#include "alarms/recollection.hpp"

#include <algorithm>

namespace drs::alarms {
namespace {

constexpr std::size_t records_a_read = 1000;

}  // namespace

Recollection::Recollection(const Spool& spool, Checkpoint& checkpoint) : memory(checkpoint.read().value_or(Memory{})) {
    // A spool that was removed or cut counts on from an earlier place.
    memory.sequence = std::min(memory.sequence, spool.last_sequence());
    std::map<Key, End> endings;
    for (;;) {
        const auto records = spool.after(memory.sequence, records_a_read);
        if (records.empty()) break;
        for (const auto& record : records) note(record, endings);
    }
    for (auto& [key, end] : endings)
        if (memory.active.contains(key)) unfinished_ends.push_back(std::move(end));
}

void Recollection::note(const Record& record, std::map<Key, End>& endings) {
    memory.take(record);
    if (record.test) return;
    if (record.relayed) memory.relayed.take(record);
    const auto key = key_of(record);
    if (record.state == State::raised || record.state == State::cleared) endings.erase(key);
    if (record.state != State::event || record.relayed) return;
    for (const auto& [other, alarm] : memory.active)
        if (ends(record.id, record.detail, other)) endings.try_emplace(other, End{other, record.id, record.detail.job});
}

}  // namespace drs::alarms
