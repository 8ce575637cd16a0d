// SPDX-License-Identifier: Apache-2.0
#include "alarms/sink_ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "runtime/error.hpp"

namespace drs::alarms {
namespace {

constexpr std::chrono::milliseconds time_between_syncs{200};
constexpr std::chrono::milliseconds time_between_news{1000};

}  // namespace

std::optional<std::uint64_t> SinkLedger::position(const std::string& sink) {
    const std::lock_guard guard(mutex_);
    asked_.insert(sink);
    const auto known = now_.sinks.find(sink);
    return known == now_.sinks.end() ? std::nullopt : std::optional(known->second);
}

std::optional<std::uint64_t> SinkLedger::least(const std::string& prefix) const {
    const std::lock_guard guard(mutex_);
    std::optional<std::uint64_t> least;
    for (const auto& [sink, sequence] : now_.sinks)
        if (sink.starts_with(prefix)) least = std::min(least.value_or(sequence), sequence);
    return least;
}

bool SinkLedger::move(const std::string& sink, std::uint64_t sequence) {
    const std::lock_guard guard(mutex_);
    asked_.insert(sink);
    const auto [place, fresh] = now_.sinks.try_emplace(sink, 0);
    const bool moved = fresh || sequence > place->second;
    place->second = std::max(place->second, sequence);
    return moved || unsynced_;
}

bool SinkLedger::keep(const std::string& prefix, const std::set<std::string>& named) {
    const std::lock_guard guard(mutex_);
    const auto goes = [&](const std::string& sink) { return sink.starts_with(prefix) && !named.contains(sink); };
    std::erase_if(asked_, goes);
    return std::erase_if(now_.sinks, [&](const auto& each) { return goes(each.first); }) > 0;
}

void SinkLedger::count_gone(std::uint64_t sequence, bool informational) {
    const std::lock_guard guard(mutex_);
    if (sequence <= delivered_to_all()) return;
    for (auto* count : {&now_.dropped, &untold_.all}) ++*count;
    if (!informational) return;
    for (auto* count : {&now_.dropped_informational, &untold_.informational}) ++*count;
}

std::uint64_t SinkLedger::delivered_to_all() const {
    if (asked_.empty() && now_.sinks.empty()) return 0;
    auto least = std::numeric_limits<std::uint64_t>::max();
    for (const auto& sink : asked_) {
        const auto known = now_.sinks.find(sink);
        least = std::min(least, known == now_.sinks.end() ? 0 : known->second);
    }
    if (asked_.empty())
        for (const auto& [sink, sequence] : now_.sinks) least = std::min(least, sequence);
    return least;
}

std::uint64_t SinkLedger::dropped() const {
    const std::lock_guard guard(mutex_);
    return now_.dropped;
}

std::uint64_t SinkLedger::dropped_informational() const {
    const std::lock_guard guard(mutex_);
    return now_.dropped_informational;
}

std::optional<std::string> SinkLedger::news(bool at_once) {
    const std::lock_guard guard(mutex_);
    const auto now = Steady::now();
    if (untold_.all == 0 || (!at_once && now - told_ < time_between_news)) return std::nullopt;
    const auto drops = std::exchange(untold_, {});
    told_ = now;
    return fmt::format("{} alarms, {} of them informational, were dropped before each receiver had them; {} in all", drops.all, drops.informational,
                       now_.dropped);
}

void SinkLedger::save(std::uint64_t high_water, bool sync_now) {
    const std::lock_guard one_at_a_time(save_mutex_);
    const auto now = Steady::now();
    const bool sync = sync_now || now - synced_ >= time_between_syncs;
    Positions copy;
    {
        const std::lock_guard guard(mutex_);
        now_.high_water = high_water;
        copy = now_;
        unsynced_ = !sync;
    }
    try {
        file_.write(copy);
        if (!sync) return;
        synced_ = now;
        file_.sync();
    } catch (const runtime::Error&) {
        const std::lock_guard guard(mutex_);
        unsynced_ = true;
    }
}

}  // namespace drs::alarms
