// SPDX-License-Identifier: Apache-2.0
#include "alarms/alarms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "alarms/lifecycle.hpp"
#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

trace::Level level_of(const Record& record) {
    if (record.state == State::cleared || record.state == State::acknowledged || !is_news(record) || record.test) return trace::Level::info;
    switch (entry(record.id).severity) {
        case Severity::error: return trace::Level::error;
        case Severity::warning: return trace::Level::warn;
        case Severity::informational: break;
    }
    return trace::Level::info;
}

std::string sentence_of(const Record& record) {
    const auto job = record.detail.job == 0 ? "" : fmt::format("job {}: ", record.detail.job);
    const auto times = record.repeats == 0 ? "" : fmt::format(" ({} repeats)", record.repeats);
    const auto by = record.actor.empty() ? "" : " by " + record.actor;
    return fmt::format("{}{} {}{}{} seq={}: {}", job, entry(record.id).name, word(record.state), by, times, record.sequence, record.detail.reason);
}

}  // namespace

struct Alarms::State {
    State(Spool& given, Identity identity, const runtime::Clock& given_clock, trace::Trace& given_trace)
        : spool(given), clock(given_clock), trace(given_trace), checkpoint(given.directory() / "active"), recollection(given, checkpoint),
          lifecycle(std::move(identity), clock, std::move(recollection.memory), [this](Record& record) { record.sequence = spool.enter(record); }) {}

    Spool& spool;
    const runtime::Clock& clock;
    trace::Trace& trace;
    Checkpoint checkpoint;
    Recollection recollection;
    std::mutex save_mutex{};  // before `mutex`
    std::mutex mutex{};
    Lifecycle lifecycle;
    std::function<void()> changed{};

    void commit(const Told& one);
    void save();
    template <class Work>
    void guarded(const char* where, AlarmId id, Work work);
};

/// Without the mutex: whoever else raises meanwhile shares the write.
void Alarms::State::commit(const Told& one) {
    std::string kept;
    try {
        spool.commit(one.record.sequence);
    } catch (const runtime::Error& error) {
        kept = fmt::format(" (only in memory: {})", error.what());
    }
    trace.write(level_of(one.record), one.where, sentence_of(one.record) + kept);
}

/// What it holds must be in the spool already: a record that a crash takes back would otherwise be held for told.
void Alarms::State::save() {
    const std::lock_guard one_at_a_time(save_mutex);
    Memory memory;
    {
        const std::lock_guard guard(mutex);
        memory = lifecycle.saved_memory();
    }
    try {
        spool.commit(memory.sequence);
        checkpoint.write(memory);
    } catch (const runtime::Error& error) {
        trace.warn("Alarms.save", "the list of active alarms could not be saved and will be read from the spool: {}", error.what());
    }
}

/// An alarm is often raised where something has failed already: a failure here must not take the caller down as well.
template <class Work>
void Alarms::State::guarded(const char* where, AlarmId id, Work work) {
    try {
        std::vector<Told> mine;
        bool due = false;
        std::function<void()> tell;
        {
            const std::lock_guard guard(mutex);
            work();
            mine = lifecycle.take_told();
            due = lifecycle.due();
            tell = changed;
        }
        for (const auto& each : mine) commit(each);
        if (due) save();
        if (tell) tell();
    } catch (const std::exception& error) {
        trace.error(where, "alarm {} is lost: {}", static_cast<unsigned>(id), error.what());
    }
}

Alarms::Alarms(Spool& spool, Identity identity, const runtime::Clock& clock, trace::Trace& trace)
    : state_(new State{spool, std::move(identity), clock, trace}) {
    if (const auto repaired = spool.repaired()) trace.warn("Alarms.open", "{}", *repaired);
    if (const auto& damage = state_->checkpoint.damage()) trace.warn("Alarms.open", "{}", *damage);
    spool.on_notice([&trace](const std::string& sentence) { trace.warn("Spool.write", "{}", sentence); });
    state_->guarded("Alarms.open", AlarmId::failure, [&] { state_->lifecycle.finish(std::move(state_->recollection.unfinished_ends)); });
}

Alarms::~Alarms() {
    state_->spool.on_notice(nullptr);
    if (state_->lifecycle.changed_since_save()) state_->save();
}

void Alarms::raise(AlarmId id, Detail detail) {
    state_->guarded("Alarms.raise", id, [&] { state_->lifecycle.raise(id, std::move(detail)); });
}

void Alarms::clear(AlarmId id, Detail detail) {
    state_->guarded("Alarms.clear", id, [&] { state_->lifecycle.clear(id, std::move(detail)); });
}

void Alarms::relay(Record record) {
    const auto id = record.id;
    state_->guarded("Alarms.relay", id, [&] { state_->lifecycle.relay(std::move(record)); });
}

std::optional<ActiveAlarm> Alarms::acknowledge(std::uint64_t number, const std::string& by, const std::string& note) {
    std::optional<ActiveAlarm> known;
    state_->guarded("Alarms.acknowledge", AlarmId::failure, [&] { known = state_->lifecycle.acknowledge(number, by, note); });
    return known;
}

std::uint64_t Alarms::test(AlarmId id, const std::string& by) {
    std::uint64_t sequence = 0;
    state_->guarded("Alarms.test", id, [&] { sequence = state_->lifecycle.test(id, by); });
    state_->spool.commit(sequence);
    return sequence;
}

std::uint64_t Alarms::tell_active_again(const std::string& by) {
    state_->guarded("Alarms.tell_active_again", AlarmId::failure, [&] { state_->lifecycle.tell_active_again(by); });
    return last_sequence();
}

std::uint64_t Alarms::least_position(const std::string& prefix) const { return state_->spool.least_position(prefix); }

std::vector<ActiveAlarm> Alarms::active() const {
    const std::lock_guard guard(state_->mutex);
    return state_->lifecycle.active();
}

std::vector<Record> Alarms::log(std::size_t entries) const {
    const auto last = state_->spool.last_sequence();
    return state_->spool.after(last - std::min<std::uint64_t>(last, entries), entries);
}

std::vector<Record> Alarms::after(std::uint64_t sequence, std::size_t limit) const { return state_->spool.after(sequence, limit); }

void Alarms::on_change(std::function<void()> tell) {
    const std::lock_guard guard(state_->mutex);
    state_->changed = std::move(tell);
}

model::JobId Alarms::last_job(AlarmId id) const {
    const std::lock_guard guard(state_->mutex);
    return state_->lifecycle.last_job(id);
}

std::uint64_t Alarms::coalesced() const {
    const std::lock_guard guard(state_->mutex);
    return state_->lifecycle.coalesced();
}

std::uint64_t Alarms::last_sequence() const { return state_->spool.last_sequence(); }

std::uint64_t Alarms::dropped() const { return state_->spool.dropped(); }

std::uint64_t Alarms::dropped_informational() const { return state_->spool.dropped_informational(); }

}  // namespace drs::alarms
