// SPDX-License-Identifier: Apache-2.0
#include "alarms/alarms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

#include "alarms/recollection.hpp"
#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

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

Detail detail_of(const Key& key, std::string reason, model::JobId job) {
    return {.reason = std::move(reason), .node = key.node, .feature = key.feature, .component = key.component, .device = key.device, .job = job};
}

bool is_umbrella(AlarmId id) {
    return std::any_of(catalogue().begin(), catalogue().end(), [id](const CatalogueEntry& each) { return each.umbrella == id; });
}

/// Has its sequence, but is not on the disk yet.
struct Told {
    const char* where;
    Record record;
};

}  // namespace

struct Alarms::State {
    Spool& spool;
    const Identity identity;
    const runtime::Clock& clock;
    trace::Trace& trace;
    std::mutex mutex{};
    Recollection known{spool};
    std::vector<Told> told{};  // entered in the spool, to be committed

    void finish();
    void raise(AlarmId id, Detail detail);
    void clear(AlarmId id, Detail detail);
    bool any_under(AlarmId umbrella, const Detail& detail) const;
    void clear_what_ends_with(AlarmId id, const Detail& detail);
    void tell(const char* where, alarms::State state, AlarmId id, Detail detail);
    void append(const char* where, Record record);
    void commit(const Told& one);
    template <class Work>
    void guarded(const char* where, AlarmId id, Work work);
};

/// What an earlier process had begun to tell when it was killed.
void Alarms::State::finish() {
    for (const auto& record : std::exchange(known.last_raised, {})) {
        const auto umbrella = entry(record.id).umbrella;
        if (!umbrella) continue;
        const auto up = known.active.find(key_of(*umbrella, record.detail));
        if (up == known.active.end() || up->second < record.detail.job) raise(*umbrella, record.detail);
    }
    for (const auto& end : std::exchange(known.unfinished_ends, {})) clear(end.key.id, detail_of(end.key, std::string(entry(end.event).text), end.job));
    const auto active = known.active;
    for (const auto& [key, job] : active)
        if (is_umbrella(key.id) && !any_under(key.id, detail_of(key, "", job))) clear(key.id, detail_of(key, "what it was raised for has ended", job));
}

void Alarms::State::raise(AlarmId id, Detail detail) {
    if (entry(id).stateful) {
        // The next night's failed job is news, the same job's second failure is not.
        const auto [place, fresh] = known.active.try_emplace(key_of(id, detail), detail.job);
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
    if (known.active.erase(key_of(id, detail)) == 0) return;
    tell("Alarms.clear", alarms::State::cleared, id, detail);
    const auto umbrella = entry(id).umbrella;
    if (umbrella && !any_under(*umbrella, detail)) clear(*umbrella, std::move(detail));
}

bool Alarms::State::any_under(AlarmId umbrella, const Detail& detail) const {
    return std::any_of(catalogue().begin(), catalogue().end(), [&](const CatalogueEntry& each) {
        return each.umbrella == umbrella && known.active.contains(key_of(each.id, detail));
    });
}

void Alarms::State::clear_what_ends_with(AlarmId id, const Detail& detail) {
    std::vector<Key> ended;
    for (const auto& [key, job] : known.active)
        if (ends(id, detail, key)) ended.push_back(key);
    for (const auto& key : ended) clear(key.id, detail_of(key, std::string(entry(id).text), detail.job));
}

void Alarms::State::tell(const char* where, alarms::State state, AlarmId id, Detail detail) {
    if (state != alarms::State::cleared) known.last_job[id] = std::max(known.last_job[id], detail.job);
    append(where, {.boot_epoch = identity.boot_epoch, .id = id, .state = state, .time = clock.now(), .app_id = identity.app_id,
                   .cluster = identity.cluster, .reporting_node = identity.node, .detail = std::move(detail)});
}

void Alarms::State::append(const char* where, Record record) {
    record.sequence = spool.enter(record);
    told.push_back({where, std::move(record)});
}

/// Without the mutex: whoever else raises meanwhile shares the write.
void Alarms::State::commit(const Told& one) {
    const auto& record = one.record;
    std::string kept;
    try {
        spool.commit(record.sequence);
    } catch (const runtime::Error& error) {
        kept = fmt::format(" (only in memory: {})", error.what());
    }
    trace.write(level_of(record), one.where,
                fmt::format("{}{} {} seq={}: {}{}", job_prefix(record), entry(record.id).name, word(record.state), record.sequence,
                            record.detail.reason, kept));
}

/// An alarm is often raised where something has failed already: a failure here must not take the caller down as well.
template <class Work>
void Alarms::State::guarded(const char* where, AlarmId id, Work work) {
    try {
        std::vector<Told> mine;
        {
            const std::lock_guard guard(mutex);
            work();
            mine = std::exchange(told, {});
        }
        for (const auto& each : mine) commit(each);
    } catch (const std::exception& error) {
        trace.error(where, "alarm {} is lost: {}", static_cast<unsigned>(id), error.what());
    }
}

Alarms::Alarms(Spool& spool, Identity identity, const runtime::Clock& clock, trace::Trace& trace)
    : state_(new State{spool, std::move(identity), clock, trace}) {
    if (const auto repaired = spool.repaired()) trace.warn("Alarms.open", "{}", *repaired);
    spool.on_notice([&trace](const std::string& sentence) { trace.warn("Spool.write", "{}", sentence); });
    state_->guarded("Alarms.open", AlarmId::failure, [&] { state_->finish(); });
}

Alarms::~Alarms() { state_->spool.on_notice(nullptr); }

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
    state_->guarded("Alarms.relay", id, [&] {
        if (state_->known.relayed.take(record)) state_->append("Alarms.relay", std::move(record));
    });
}

model::JobId Alarms::last_job(AlarmId id) const {
    const std::lock_guard guard(state_->mutex);
    const auto found = state_->known.last_job.find(id);
    return found == state_->known.last_job.end() ? 0 : found->second;
}

std::uint64_t Alarms::last_sequence() const { return state_->spool.last_sequence(); }

}  // namespace drs::alarms
