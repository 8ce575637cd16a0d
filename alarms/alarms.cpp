// SPDX-License-Identifier: Apache-2.0
#include "alarms/alarms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>
#include <vector>

#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

constexpr std::size_t records_a_read = 1000;

struct Key {
    AlarmId id;
    std::string node, device, feature, component;
    auto operator<=>(const Key&) const = default;
};

Key key_of(AlarmId id, const Detail& detail) { return {id, detail.node, detail.device, detail.feature, detail.component}; }

trace::Level level_of(const Record& record) {
    if (record.state == State::cleared) return trace::Level::info;
    switch (entry(record.id).severity) {
        case Severity::error: return trace::Level::error;
        case Severity::warning: return trace::Level::warn;
        case Severity::informational: break;
    }
    return trace::Level::info;
}

std::string_view word(State state) {
    switch (state) {
        case State::raised: return "raised";
        case State::cleared: return "cleared";
        case State::event: break;
    }
    return "event";
}

std::string job_prefix(const Record& record) { return record.detail.job == 0 ? "" : fmt::format("job {}: ", record.detail.job); }

}  // namespace

struct Alarms::State {
    Spool& spool;
    const Identity identity;
    const runtime::Clock& clock;
    trace::Trace& trace;
    std::mutex mutex{};
    std::map<Key, model::JobId> active{};  // with the job that was the last to raise it

    void recall();
    void raise(AlarmId id, Detail detail);
    void clear(AlarmId id, Detail detail);
    bool any_under(AlarmId umbrella, const Detail& detail) const;
    void clear_what_ends_with(AlarmId id, const Detail& detail);
    void tell(const char* where, alarms::State state, AlarmId id, Detail detail);
    void append(const char* where, Record record);
    template <class Work>
    void guarded(const char* where, AlarmId id, Work work);
};

/// What was raised and not cleared before a restart is still active, so that its end is told too.
void Alarms::State::recall() {
    for (std::uint64_t sequence = 0;;) {
        const auto records = spool.after(sequence, records_a_read);
        if (records.empty()) return;
        sequence = records.back().sequence;
        for (const auto& record : records) {
            if (record.relayed) continue;
            if (record.state == alarms::State::raised) active[key_of(record.id, record.detail)] = record.detail.job;
            if (record.state == alarms::State::cleared) active.erase(key_of(record.id, record.detail));
        }
    }
}

void Alarms::State::raise(AlarmId id, Detail detail) {
    if (entry(id).stateful) {
        // The next night's failed job is news, the same job's second failure is not.
        const auto [place, fresh] = active.try_emplace(key_of(id, detail), detail.job);
        if (!fresh && place->second == detail.job) return;
        place->second = detail.job;
        tell("Alarms.raise", alarms::State::raised, id, detail);
        if (const auto umbrella = entry(id).umbrella) raise(*umbrella, std::move(detail));
        return;
    }
    tell("Alarms.raise", alarms::State::event, id, detail);
    clear_what_ends_with(id, detail);
}

void Alarms::State::clear(AlarmId id, Detail detail) {
    if (active.erase(key_of(id, detail)) == 0) return;
    tell("Alarms.clear", alarms::State::cleared, id, detail);
    const auto umbrella = entry(id).umbrella;
    if (umbrella && !any_under(*umbrella, detail)) clear(*umbrella, std::move(detail));
}

bool Alarms::State::any_under(AlarmId umbrella, const Detail& detail) const {
    return std::any_of(catalogue().begin(), catalogue().end(), [&](const CatalogueEntry& each) {
        return each.umbrella == umbrella && active.contains(key_of(each.id, detail));
    });
}

/// On the same device only: a backup to one says nothing about another. What names no device ends with any.
void Alarms::State::clear_what_ends_with(AlarmId id, const Detail& detail) {
    std::vector<Key> ended;
    for (const auto& [key, job] : active)
        if (entry(key.id).cleared_by == id && (key.device.empty() || key.device == detail.device)) ended.push_back(key);
    for (const auto& key : ended)
        clear(key.id, {.reason = std::string(entry(id).text), .node = key.node, .feature = key.feature, .component = key.component,
                       .device = key.device, .job = detail.job});
}

void Alarms::State::tell(const char* where, alarms::State state, AlarmId id, Detail detail) {
    append(where, {.boot_epoch = identity.boot_epoch, .id = id, .state = state, .time = clock.now(), .app_id = identity.app_id,
                   .cluster = identity.cluster, .reporting_node = identity.node, .detail = std::move(detail)});
}

void Alarms::State::append(const char* where, Record record) {
    std::string kept;
    try {
        record.sequence = spool.append(record);
    } catch (const runtime::Error& error) {
        record.sequence = spool.last_sequence();
        kept = fmt::format(" (only in memory: {})", error.what());
    }
    trace.write(level_of(record), where,
                fmt::format("{}{} {} seq={}: {}{}", job_prefix(record), entry(record.id).name, word(record.state), record.sequence,
                            record.detail.reason, kept));
}

/// An alarm is often raised where something has failed already: a failure here must not take the caller down as well.
template <class Work>
void Alarms::State::guarded(const char* where, AlarmId id, Work work) {
    try {
        const std::lock_guard guard(mutex);
        work();
    } catch (const std::exception& error) {
        trace.error(where, "alarm {} is lost: {}", static_cast<unsigned>(id), error.what());
    }
}

Alarms::Alarms(Spool& spool, Identity identity, const runtime::Clock& clock, trace::Trace& trace)
    : state_(new State{spool, std::move(identity), clock, trace}) {
    if (const auto repaired = spool.repaired()) trace.warn("Alarms.open", "{}", *repaired);
    state_->recall();
}

Alarms::~Alarms() = default;

void Alarms::raise(AlarmId id, Detail detail) {
    state_->guarded("Alarms.raise", id, [&] { state_->raise(id, std::move(detail)); });
}

void Alarms::clear(AlarmId id, Detail detail) {
    state_->guarded("Alarms.clear", id, [&] { state_->clear(id, std::move(detail)); });
}

void Alarms::relay(Record record) {
    record.relayed = true;
    record.boot_epoch = state_->identity.boot_epoch;
    const auto id = record.id;
    state_->guarded("Alarms.relay", id, [&] { state_->append("Alarms.relay", std::move(record)); });
}

std::uint64_t Alarms::last_sequence() const { return state_->spool.last_sequence(); }

}  // namespace drs::alarms
