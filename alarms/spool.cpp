// SPDX-License-Identifier: Apache-2.0
#include "alarms/spool.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "alarms/positions.hpp"
#include "alarms/segment_chain.hpp"
#include "alarms/sink_ledger.hpp"
#include "alarms/spool_directory.hpp"
#include "alarms/spool_recovery.hpp"
#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

constexpr std::size_t most_waiting = 1000;
constexpr std::chrono::milliseconds time_between_tries{1000};

}  // namespace

/// `writing` is the baton of the one thread that works on the segments; it does so without the mutex, so whoever reads or enters does not wait for
/// the disk.
struct Spool::State {
    State(std::filesystem::path given_directory, Limits limits) : State(private_directory(std::move(given_directory)), limits, 0) {}
    ~State();

    const std::filesystem::path directory;
    const DirectoryLock lock;
    PositionsFile positions;
    RecoveredSpool found;  // its segments go to the chain, its positions to the ledger
    SinkLedger ledger;

    std::mutex mutex;
    std::condition_variable changed;
    SegmentChain chain;
    std::vector<Entry> queue;   // have a sequence, and nothing else yet
    std::deque<Entry> waiting;  // the disk did not take them; after all that is in the segments
    bool writing = false;
    bool stopping = false;
    std::atomic<std::uint64_t> given;    // the last sequence
    std::atomic<std::uint64_t> settled;  // on the disk or waiting
    std::uint64_t durable;
    std::string failure;        // why the disk did not take the last group
    std::thread second_tries;   // since the disk failed for the first time

    std::vector<std::function<void()>> wakes;
    std::function<void(const std::string&)> notice;

    void write_group(std::unique_lock<std::mutex>& guard);
    std::optional<std::string> write(std::span<const Entry> group);
    void settle(std::vector<Entry> group, std::size_t waited, const std::optional<std::string>& failed);
    void keep_in_memory(Entry entry);
    void start_second_tries();
    void try_again();
    void make_room();
    void wake();
    void tell(const std::string& sentence);
    void tell_drops(bool at_once);
    std::uint64_t begin() const;
    std::vector<Record> read_on(std::uint64_t next, std::size_t limit);

private:
    State(std::filesystem::path given_directory, Limits limits, int);
};

Spool::State::State(std::filesystem::path given_directory, Limits limits, int)
    : directory(std::move(given_directory)), lock(directory), positions(directory / "positions"), found(recover_spool(directory, positions)),
      ledger(positions, std::move(found.remembered)), chain(directory, {limits.segment_bytes, limits.total_bytes}, std::move(found.segments), mutex),
      given(found.last), settled(found.last), durable(found.last) {}

Spool::State::~State() {
    {
        const std::lock_guard guard(mutex);
        stopping = true;
        wakes.clear();  // the sinks are gone
    }
    changed.notify_all();
    if (second_tries.joinable()) second_tries.join();
    std::unique_lock guard(mutex);
    if (!waiting.empty()) write_group(guard);
    guard.unlock();
    tell_drops(true);
    ledger.save(given, true);
}

/// All that waits and all that was entered, in one write and one sync. With the mutex held, and nobody writing; sinks and other threads go on while
/// room is made.
void Spool::State::write_group(std::unique_lock<std::mutex>& guard) {
    writing = true;
    std::vector<Entry> group(waiting.begin(), waiting.end());
    const auto waited = group.size();
    std::move(queue.begin(), queue.end(), std::back_inserter(group));
    queue.clear();
    guard.unlock();
    const auto failed = write(group);
    guard.lock();
    settle(std::move(group), waited, failed);
    changed.notify_all();
    guard.unlock();
    wake();
    if (failed) ledger.save(given);  // so that these sequences are not given away again, if the disk takes at least this
    else if (waited > 0) tell(fmt::format("the alarm spool {} takes alarms again: {} that waited in memory are written", directory.string(), waited));
    make_room();
    guard.lock();
    writing = false;
    changed.notify_all();
}

/// Why the disk did not take them.
std::optional<std::string> Spool::State::write(std::span<const Entry> group) {
    try {
        chain.write(group);
        return std::nullopt;
    } catch (const std::exception& error) {
        return error.what();
    }
}

void Spool::State::settle(std::vector<Entry> group, std::size_t waited, const std::optional<std::string>& failed) {
    const auto newest = group.back().sequence;
    if (failed) {
        failure = *failed;
        for (auto entry = group.begin() + static_cast<std::ptrdiff_t>(waited); entry != group.end(); ++entry) keep_in_memory(std::move(*entry));
        start_second_tries();
    } else {
        chain.publish();
        waiting.clear();
        durable = newest;
    }
    settled = newest;
}

void Spool::State::keep_in_memory(Entry entry) {
    waiting.push_back(std::move(entry));
    if (waiting.size() <= most_waiting) return;
    auto goes = std::find_if(waiting.begin(), waiting.end(), [](const Entry& each) { return each.informational; });
    if (goes == waiting.end()) goes = waiting.begin();
    ledger.count_gone(goes->sequence, goes->informational);
    waiting.erase(goes);
}

void Spool::State::start_second_tries() {
    if (second_tries.joinable() || stopping) return;
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are for the agent's own thread
    try {
        second_tries = std::thread([this] { try_again(); });
    } catch (const std::system_error&) {  // without it the next append tries
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Spool::State::try_again() {
    std::unique_lock guard(mutex);
    while (!stopping) {
        changed.wait(guard, [&] { return stopping || !waiting.empty(); });
        changed.wait_for(guard, time_between_tries, [&] { return stopping; });
        if (!stopping && !writing && !waiting.empty()) write_group(guard);
    }
}

void Spool::State::make_room() {
    bool any = false;
    chain.keep_within_limits([&](std::uint64_t sequence, bool informational) {
        any = true;
        ledger.count_gone(sequence, informational);
    });
    if (any) ledger.save(given);
    tell_drops(false);
}

/// The sequence before the first record there is.
std::uint64_t Spool::State::begin() const {
    if (!chain.segments().empty()) return chain.segments().front().first - 1;
    return waiting.empty() ? settled.load() : waiting.front().sequence - 1;
}

void Spool::State::wake() {
    std::vector<std::function<void()>> all;
    {
        const std::lock_guard guard(mutex);
        all = wakes;
    }
    for (const auto& each : all) each();
}

void Spool::State::tell(const std::string& sentence) {
    std::function<void(const std::string&)> copy;
    {
        const std::lock_guard guard(mutex);
        copy = notice;
    }
    if (copy) copy(sentence);
}

void Spool::State::tell_drops(bool at_once) {
    if (const auto news = ledger.news(at_once)) tell(fmt::format("the alarm spool {} has no room: {}", directory.string(), *news));
}

std::vector<Record> Spool::State::read_on(std::uint64_t next, std::size_t limit) {
    std::vector<Record> records;
    while (records.size() < limit) {
        std::unique_lock guard(mutex);
        const auto extent = chain.find(next, limit - records.size());
        if (!extent) {
            for (const auto& each : waiting)
                if (each.sequence >= next && records.size() < limit) records.push_back(decode_record(each.payload));
            break;
        }
        guard.unlock();
        try {
            auto part = read_records(*extent);
            next = part.back().sequence + 1;
            std::move(part.begin(), part.end(), std::back_inserter(records));
        } catch (const runtime::Error&) {
            guard.lock();
            chain.give_up(*extent, [this](std::uint64_t sequence, bool informational) { ledger.count_gone(sequence, informational); });
        }
    }
    return records;
}

Spool::Spool(std::filesystem::path directory, Limits limits) : state_(std::make_unique<State>(std::move(directory), limits)) {}

Spool::~Spool() = default;

std::uint64_t Spool::enter(Record record) {
    const std::lock_guard guard(state_->mutex);
    record.sequence = state_->given + 1;
    state_->queue.push_back({record.sequence, encode(record), is_informational(record)});
    return state_->given = record.sequence;
}

void Spool::commit(std::uint64_t sequence) {
    std::unique_lock guard(state_->mutex);
    while (state_->settled < std::min(sequence, state_->given.load())) {
        if (state_->writing) state_->changed.wait(guard);
        else state_->write_group(guard);
    }
    if (state_->durable < sequence) throw runtime::Error(runtime::Fault::file, state_->failure);
}

std::uint64_t Spool::append(Record record) {
    const auto sequence = enter(std::move(record));
    commit(sequence);
    return sequence;
}

std::vector<Record> Spool::after(std::uint64_t sequence, std::size_t limit) const { return state_->read_on(sequence + 1, limit); }

std::uint64_t Spool::last_sequence() const { return state_->settled; }

std::uint64_t Spool::position(const std::string& sink) const {
    if (const auto known = state_->ledger.position(sink)) return *known;
    const std::lock_guard guard(state_->mutex);
    return state_->begin();
}

bool Spool::has_position(const std::string& sink) const { return state_->ledger.position(sink).has_value(); }

void Spool::set_position(const std::string& sink, std::uint64_t sequence) {
    if (state_->ledger.move(sink, std::min(sequence, state_->settled.load()))) state_->ledger.save(state_->given);
}

std::uint64_t Spool::least_position(const std::string& prefix) const { return state_->ledger.least(prefix).value_or(last_sequence()); }

void Spool::keep_sinks(const std::string& prefix, const std::set<std::string>& named) {
    if (state_->ledger.keep(prefix, named)) state_->ledger.save(state_->given);
}

std::uint64_t Spool::dropped() const { return state_->ledger.dropped(); }

std::uint64_t Spool::dropped_informational() const { return state_->ledger.dropped_informational(); }

const std::filesystem::path& Spool::directory() const { return state_->directory; }

std::optional<std::string> Spool::repaired() const { return state_->found.repaired; }

void Spool::on_append(std::function<void()> wake) {
    const std::lock_guard guard(state_->mutex);
    state_->wakes.push_back(std::move(wake));
}

void Spool::on_notice(std::function<void(const std::string& sentence)> tell) {
    const std::lock_guard guard(state_->mutex);
    state_->notice = std::move(tell);
}

}  // namespace drs::alarms
