// SPDX-License-Identifier: Apache-2.0
#include "alarms/recollection.hpp"

#include <algorithm>

namespace drs::alarms {
namespace {

constexpr std::size_t records_a_read = 1000;
constexpr std::size_t most_unanswered = 32;

}  // namespace

Key key_of(AlarmId id, const Detail& detail) { return {id, detail.node, detail.device, detail.feature, detail.component}; }

bool ends(AlarmId id, const Detail& detail, const Key& key) {
    return entry(key.id).cleared_by == id && (key.device.empty() || key.device == detail.device);
}

bool Relayed::take(Record record) {
    auto& newest = newest_[record.reporting_node];
    record.sequence = 0;
    record.boot_epoch = 0;
    record.relayed = true;
    auto content = encode(record);
    if (std::find(newest.begin(), newest.end(), content) != newest.end()) return false;
    newest.push_back(std::move(content));
    if (newest.size() > most_unanswered) newest.pop_front();
    return true;
}

Recollection::Recollection(const Spool& spool) {
    std::map<Key, Record> raises;
    std::map<Key, End> ends;
    for (std::uint64_t sequence = 0;;) {
        const auto records = spool.after(sequence, records_a_read);
        if (records.empty()) break;
        sequence = records.back().sequence;
        for (const auto& record : records) {
            if (record.relayed) relayed.take(record);
            else note(record, raises, ends);
        }
    }
    for (const auto& [key, record] : raises) {
        active[key] = record.detail.job;
        last_raised.push_back(record);
    }
    for (auto& [key, end] : ends) unfinished_ends.push_back(std::move(end));
    std::sort(last_raised.begin(), last_raised.end(), [](const Record& a, const Record& b) { return a.sequence < b.sequence; });
}

void Recollection::note(const Record& record, std::map<Key, Record>& raises, std::map<Key, End>& endings) {
    const auto key = key_of(record.id, record.detail);
    switch (record.state) {
        case State::raised:
            raises[key] = record;
            endings.erase(key);
            break;
        case State::cleared:
            raises.erase(key);
            endings.erase(key);
            return;
        case State::event:
            for (const auto& [other, raise] : raises)
                if (ends(record.id, record.detail, other)) endings.try_emplace(other, End{other, record.id, record.detail.job});
            break;
    }
    auto& last = last_job[record.id];
    last = std::max(last, record.detail.job);
}

}  // namespace drs::alarms
