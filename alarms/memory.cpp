// SPDX-License-Identifier: Apache-2.0
#include "alarms/memory.hpp"

#include <algorithm>

namespace drs::alarms {
namespace {

/// FNV-1a, 64 bits, of the record but for what the relaying agent gives it.
std::uint64_t digest_of(Record record) {
    record.sequence = 0;
    record.boot_epoch = 0;
    record.relayed = true;
    std::uint64_t digest = 0xcbf29ce484222325;
    for (const auto octet : encode(record)) digest = (digest ^ std::to_integer<std::uint64_t>(octet)) * 0x100000001b3;
    return digest;
}

}  // namespace

Key key_of(AlarmId id, const Detail& detail) { return {id, detail.node, detail.device, detail.feature, detail.component, {}}; }

Key key_of(const Record& record) {
    auto key = key_of(record.id, record.detail);
    if (record.relayed) key.origin = record.reporting_node;
    return key;
}

bool ends(AlarmId id, const Detail& detail, const Key& key) {
    if (id == AlarmId::deregistered_server) return !detail.node.empty() && (key.origin == detail.node || key.node == detail.node);
    return key.origin.empty() && entry(key.id).cleared_by == id && (key.device.empty() || key.device == detail.device);
}

bool Relayed::take(const Record& record) {
    auto& newest = nodes[record.reporting_node].digests;
    const auto digest = digest_of(record);
    if (std::find(newest.begin(), newest.end(), digest) != newest.end()) return false;
    newest.push_back(digest);
    if (newest.size() > most_unanswered) newest.pop_front();
    return true;
}

bool Relayed::began_anew(const Record& record) {
    auto& known = nodes[record.reporting_node].sequence;
    const bool anew = record.sequence <= known && record.sequence != 0;
    known = record.sequence;
    return anew;
}

void Memory::take(const Record& record) {
    sequence = std::max(sequence, record.sequence);
    if (record.test) return;
    if (!record.relayed && (record.state == State::raised || record.state == State::event)) {
        auto& last = last_job[record.id];
        last = std::max(last, record.detail.job);
    }
    if (record.state == State::raised) return raise(record);
    const auto found = active.find(key_of(record));
    if (found == active.end()) return;
    auto& alarm = found->second;
    switch (record.state) {
        case State::cleared: active.erase(found); break;
        case State::acknowledged: alarm.acknowledged = record; break;
        case State::repeated:
            alarm.repeats = std::max(alarm.repeats, record.repeats);
            alarm.last = std::max(alarm.last, record.time);
            break;
        case State::raised:
        case State::event:
        case State::active: break;
    }
}

void Memory::raise(const Record& record) {
    const auto key = key_of(record);
    auto found = active.find(key);
    if (found == active.end()) {
        if (active.size() >= most_active) return;
        active.emplace(key, ActiveAlarm{.number = record.sequence, .first = record.time, .last = record.time, .raise = record});
        return;
    }
    ++found->second.repeats;
    found->second.last = record.time;
    found->second.raise = record;
}

}  // namespace drs::alarms
