// SPDX-License-Identifier: Apache-2.0
#include "alarms/lifecycle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "alarms/visible_text.hpp"

namespace drs::alarms {
namespace {

constexpr std::uint64_t most_to_read_again = 256;  // records after a checkpoint; more when the list is longer
constexpr auto longest_unsaved = std::chrono::seconds(10);

bool is_umbrella(AlarmId id) {
    return std::any_of(catalogue().begin(), catalogue().end(), [id](const CatalogueEntry& each) { return each.umbrella == id; });
}

bool is_power_of_ten(std::uint64_t number) {
    while (number >= 10 && number % 10 == 0) number /= 10;
    return number == 1;
}

}  // namespace

void Lifecycle::finish(std::vector<Recollection::End> unfinished) {
    std::vector<Record> raises;
    for (const auto& [key, alarm] : memory_.active)
        if (key.origin.empty()) raises.push_back(alarm.raise);
    std::sort(raises.begin(), raises.end(), [](const Record& a, const Record& b) { return a.sequence < b.sequence; });
    for (const auto& record : raises) {
        const auto umbrella = entry(record.id).umbrella;
        if (!umbrella) continue;
        const auto up = memory_.active.find(key_of(*umbrella, record.detail));
        if (up == memory_.active.end() || up->second.raise.detail.job < record.detail.job) raise(*umbrella, record.detail);
    }
    for (const auto& end : unfinished) clear(end.key, std::string(entry(end.event).text), end.job);
    for (const auto& record : raises)
        if (is_umbrella(record.id) && !any_under(record.id, record.detail)) clear(key_of(record.id, record.detail), "what it was raised for has ended", record.detail.job);
}

void Lifecycle::raise(AlarmId id, Detail detail) {
    if (!entry(id).stateful) {
        tell("Alarms.raise", State::event, id, detail);
        return clear_what_ends_with(id, detail);
    }
    // The next night's failed job is news, the same job's second failure is not.
    const auto found = memory_.active.find(key_of(id, detail));
    if (found != memory_.active.end() && found->second.raise.detail.job == detail.job) return repeat(found->second);
    tell("Alarms.raise", State::raised, id, detail);
    if (const auto umbrella = entry(id).umbrella) raise(*umbrella, std::move(detail));
}

void Lifecycle::repeat(ActiveAlarm& alarm) {
    ++alarm.repeats;
    alarm.last = clock_.now();
    repeated_ = true;
    repeats_due_ = repeats_due_ || std::has_single_bit(alarm.repeats);
    if (alarm.repeats < 10 || !is_power_of_ten(alarm.repeats)) {
        ++coalesced_;
        return;
    }
    auto summary = alarm.raise;
    summary.state = State::repeated;
    summary.repeats = alarm.repeats;
    summary.time = alarm.last;
    enter("Alarms.repeat", std::move(summary));
}

void Lifecycle::clear(AlarmId id, Detail detail) {
    const auto found = memory_.active.find(key_of(id, detail));
    if (found == memory_.active.end()) return;
    const auto key = found->first;
    clear(key, detail.reason, detail.job);
}

void Lifecycle::clear(const Key& key, const std::string& reason, model::JobId job) {
    const auto found = memory_.active.find(key);
    if (found == memory_.active.end()) return;
    auto end = found->second.raise;
    end.state = State::cleared;
    end.time = clock_.now();
    end.repeats = found->second.repeats;
    end.app_id = identity_.app_id;  // also of a node's alarm: we say that it is over, the node does not know
    if (key.origin.empty()) end.cluster = identity_.cluster, end.reporting_node = identity_.node;
    end.detail.reason = reason;
    end.detail.job = job;
    const auto detail = end.detail;
    enter("Alarms.clear", std::move(end));
    if (const auto umbrella = entry(key.id).umbrella; umbrella && key.origin.empty()) clear_umbrella(*umbrella, detail);
}

void Lifecycle::clear_umbrella(AlarmId umbrella, const Detail& detail) {
    if (!any_under(umbrella, detail)) clear(key_of(umbrella, detail), detail.reason, detail.job);
}

bool Lifecycle::any_under(AlarmId umbrella, const Detail& detail) const {
    return std::any_of(catalogue().begin(), catalogue().end(), [&](const CatalogueEntry& each) {
        return each.umbrella == umbrella && memory_.active.contains(key_of(each.id, detail));
    });
}

void Lifecycle::clear_what_ends_with(AlarmId id, const Detail& detail) {
    std::vector<Key> ended;
    for (const auto& [key, alarm] : memory_.active)
        if (ends(id, detail, key)) ended.push_back(key);
    for (const auto& key : ended) clear(key, std::string(entry(id).text), detail.job);
}

void Lifecycle::clear_all_of(const std::string& node) {
    std::vector<Key> ended;
    for (const auto& [key, alarm] : memory_.active)
        if (key.origin == node) ended.push_back(key);
    for (const auto& key : ended) clear(key, "the node was installed anew and knows nothing of it", 0);
}

void Lifecycle::relay(Record record) {
    if (record.state == State::acknowledged || !is_news(record)) return;  // a node has no operators of its own
    record.relayed = true;
    if (!memory_.relayed.take(record)) return;
    if (memory_.relayed.began_anew(record)) clear_all_of(record.reporting_node);
    const auto found = memory_.active.find(key_of(record));
    const bool known = found != memory_.active.end();
    if (record.state == State::raised && !record.test && known && found->second.raise.detail.job == record.detail.job) return repeat(found->second);
    enter("Alarms.relay", std::move(record));
}

std::optional<ActiveAlarm> Lifecycle::acknowledge(std::uint64_t number, const std::string& by, const std::string& note) {
    for (auto& [key, alarm] : memory_.active) {
        if (alarm.number != number && alarm.raise.sequence != number) continue;
        auto record = alarm.raise;
        record.state = State::acknowledged;
        record.app_id = identity_.app_id;
        record.time = clock_.now();
        record.actor = Visible{.limit = longest_actor}(by);
        record.detail.reason = Visible{.limit = longest_note}(note);
        enter("Alarms.acknowledge", std::move(record));
        return alarm;
    }
    return std::nullopt;
}

std::uint64_t Lifecycle::test(AlarmId id, const std::string& by) {
    Record record{.boot_epoch = identity_.boot_epoch, .id = id, .state = State::event, .time = clock_.now(), .app_id = identity_.app_id,
                  .cluster = identity_.cluster, .reporting_node = identity_.node, .test = true};
    record.actor = Visible{.limit = longest_actor}(by);
    record.detail.node = identity_.node;
    record.detail.reason = fmt::format("this is a test by {}, nothing is wrong", record.actor);
    enter("Alarms.test", std::move(record));
    return memory_.sequence;
}

void Lifecycle::tell_active_again(const std::string& by) {
    for (const auto& alarm : active()) {
        auto record = alarm.raise;
        record.state = State::active;
        record.relayed = false;  // no report of the node's
        record.repeats = alarm.repeats;
        record.actor = Visible{.limit = longest_actor}(by);
        enter("Alarms.tell_active_again", std::move(record));
    }
}

std::vector<ActiveAlarm> Lifecycle::active() const {
    std::vector<ActiveAlarm> alarms;
    for (const auto& [key, alarm] : memory_.active) alarms.push_back(alarm);
    std::sort(alarms.begin(), alarms.end(), [](const ActiveAlarm& a, const ActiveAlarm& b) { return a.number < b.number; });
    return alarms;
}

model::JobId Lifecycle::last_job(AlarmId id) const {
    const auto found = memory_.last_job.find(id);
    return found == memory_.last_job.end() ? 0 : found->second;
}

bool Lifecycle::due() const {
    if (memory_.sequence - saved_sequence_ >= std::max<std::uint64_t>(most_to_read_again, memory_.active.size())) return true;
    return repeats_due_ || (repeated_ && clock_.now() - saved_at_ >= longest_unsaved);
}

Memory Lifecycle::saved_memory() {
    saved_sequence_ = memory_.sequence;
    saved_at_ = clock_.now();
    repeated_ = repeats_due_ = false;
    return memory_;
}

void Lifecycle::tell(const char* where, State state, AlarmId id, Detail detail) {
    enter(where, {.id = id, .state = state, .time = clock_.now(), .app_id = identity_.app_id, .cluster = identity_.cluster,
                  .reporting_node = identity_.node, .detail = std::move(detail)});
}

void Lifecycle::enter(const char* where, Record record) {
    record.boot_epoch = identity_.boot_epoch;
    enter_(record);
    memory_.take(record);
    told_.push_back({where, std::move(record)});
}

}  // namespace drs::alarms
