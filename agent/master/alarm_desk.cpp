// SPDX-License-Identifier: Apache-2.0
#include "master/alarm_desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "alarms/visible_text.hpp"
#include "master/machine_zone.hpp"
#include "master/zone.hpp"

namespace drs::master {

using control::Kind;
using control::Refusal;

namespace {

constexpr std::size_t longest_text = 512;          // octets of a reason in a list
constexpr std::size_t longest_listing = 4u << 20;  // octets of text in an answer, of which each may take several in JSON

std::string shown(std::string_view text) { return alarms::Visible{.limit = longest_text}(text); }

control::AlarmSubject subject_of(const alarms::Record& record) {
    const auto& alarm = alarms::entry(record.id);
    const auto& detail = record.detail;
    return {static_cast<std::uint32_t>(record.id), std::string(alarm.name), std::string(word(alarm.severity)), shown(detail.node), shown(detail.device),
            shown(detail.feature), shown(detail.component), shown(record.reporting_node), detail.job, shown(detail.reason)};
}

control::AlarmRow row_of(const alarms::ActiveAlarm& alarm) {
    control::AlarmRow row{alarm.number, alarm.raise.sequence, subject_of(alarm.raise), alarm.first, alarm.last, alarm.repeats, {}, {}, {}};
    if (!alarm.acknowledged) return row;
    row.acknowledged_by = alarm.acknowledged->actor;
    row.acknowledged = alarm.acknowledged->time;
    row.note = alarm.acknowledged->detail.reason;
    return row;
}

std::size_t octets_of(const control::AlarmSubject& subject) {
    return 256 + subject.name.size() + subject.node.size() + subject.device.size() + subject.feature.size() + subject.component.size() +
           subject.reported_by.size() + subject.reason.size();
}

alarms::AlarmId named(const std::string& name) {
    const auto id = alarms::alarm_named(name);
    if (!id) throw Refusal(Kind::not_found, fmt::format("there is no alarm `{}`; docs/alarms.md lists all of them", shown(name)));
    return *id;
}

control::AlarmDescription description_of(const alarms::CatalogueEntry& alarm) {
    const auto name_of = [](const std::optional<alarms::AlarmId>& id) { return id ? std::string(alarms::entry(*id).name) : std::string(); };
    control::AlarmDescription shown;
    shown.number = static_cast<std::uint32_t>(alarm.id);
    shown.name = alarm.name;
    shown.severity = word(alarm.severity);
    shown.facility = alarm.facility;
    for (const auto parameter : parameters_of(alarm)) shown.parameters.emplace_back(parameter);
    shown.event_type = word(alarm.event_type);
    shown.probable_cause = word(alarm.probable_cause);
    shown.event_type_number = static_cast<std::uint32_t>(alarm.event_type);
    shown.probable_cause_number = static_cast<std::uint32_t>(alarm.probable_cause);
    shown.text = alarm.text;
    shown.explanation = alarm.explanation;
    shown.action = alarm.action;
    shown.stateful = alarm.stateful;
    shown.cleared_by = name_of(alarm.cleared_by);
    shown.umbrella = name_of(alarm.umbrella);
    shown.pending = alarm.pending;
    return shown;
}

/// `2h`; nothing when it is of another form.
std::optional<std::chrono::seconds> span_of(const std::string& text) {
    constexpr std::pair<char, unsigned> units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
    std::uint32_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || end + 1 != text.data() + text.size()) return std::nullopt;
    for (const auto& [letter, seconds] : units)
        if (*end == letter) return std::chrono::seconds(std::uint64_t{count} * seconds);
    return std::nullopt;
}

void check_severity(const std::string& word) {
    if (word.empty() || word == "error" || word == "warning" || word == "informational") return;
    throw Refusal(Kind::bad_value, fmt::format("`{}` is no severity; give error, warning or informational", shown(word)));
}

}  // namespace

control::AlarmLogRow log_row(const alarms::Record& record) {
    return {record.sequence, std::string(word(record.state)), record.time, subject_of(record), record.repeats, shown(record.actor), record.test};
}

model::TimePoint instant_of(const std::string& since, model::TimePoint now) {
    if (const auto span = span_of(since)) return now - *span;
    const auto wall = model::parse_start(since);
    if (!wall) throw Refusal(Kind::bad_value, fmt::format("`{}` is no time; give yyyy/mm/dd-hh:mm, or 90s, 15m, 2h or 7d for so long ago", shown(since)));
    return Zone(machine_zone()).first_at(*wall);
}

std::vector<control::AlarmRow> AlarmDesk::active(const control::AlarmQuery& query) const {
    check_severity(query.severity);
    std::vector<control::AlarmRow> rows;
    for (const auto& alarm : means_.alarms.active()) {
        auto row = row_of(alarm);
        if (!query.severity.empty() && row.subject.severity != query.severity) continue;
        if (!query.node.empty() && row.subject.node != query.node && row.subject.reported_by != query.node) continue;
        if (query.unacknowledged && row.acknowledged) continue;
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<control::AlarmLogRow> AlarmDesk::log(const control::AlarmLogQuery& query) const {
    const auto kept = means_.settings.alarm.log_entries;
    if (query.last > kept)
        throw Refusal(Kind::bad_value, fmt::format("the alarm log shows at most {} entries, not {}; set alarm.log-entries for more", kept, query.last));
    const auto only = query.alarm.empty() ? std::nullopt : std::optional(named(query.alarm));
    const auto since = query.since.empty() ? model::TimePoint::min() : instant_of(query.since, means_.clock.now());
    const auto records = means_.alarms.log(kept);
    std::vector<control::AlarmLogRow> rows;
    std::size_t room = longest_listing;
    for (auto record = records.rbegin(); record != records.rend() && (query.last == 0 || rows.size() < query.last); ++record) {
        if (!is_news(*record) || (only && record->id != *only) || record->time < since) continue;
        auto row = log_row(*record);
        const auto octets = octets_of(row.subject);
        if (octets > room) break;
        room -= octets;
        rows.push_back(std::move(row));
    }
    std::reverse(rows.begin(), rows.end());
    return rows;
}

control::AlarmRow AlarmDesk::acknowledge(const control::AcknowledgeRequest& request, const control::Caller& caller) const {
    if (!request.by.empty() && !caller.root)
        throw Refusal(Kind::not_permitted, fmt::format("only root may acknowledge in the name of `{}`; leave --operator out", shown(request.by)));
    if (request.by.size() > alarms::longest_actor)
        throw Refusal(Kind::bad_value, fmt::format("the operator's name has {} octets, and {} is the most", request.by.size(), alarms::longest_actor));
    if (request.note.size() > alarms::longest_note)
        throw Refusal(Kind::bad_value, fmt::format("the note has {} octets, and {} is the most; write a shorter one", request.note.size(), alarms::longest_note));
    const auto alarm = means_.alarms.acknowledge(request.alarm, request.by.empty() ? caller.name : request.by, request.note);
    if (!alarm) throw Refusal(Kind::not_found, fmt::format("no active alarm has the key or sequence {}; see alarm list", request.alarm));
    return row_of(*alarm);
}

control::TestedAlarm AlarmDesk::test(const std::string& alarm, const control::Caller& caller) const {
    const auto id = alarm.empty() ? alarms::AlarmId::test_alarm : named(alarm);
    return {means_.alarms.test(id, caller.name), std::string(alarms::entry(id).name)};
}

void AlarmDesk::check_test(std::uint32_t number) const {
    if (number > std::numeric_limits<std::uint16_t>::max() || (number != 0 && !alarms::is_alarm(static_cast<std::uint16_t>(number))))
        throw Refusal(Kind::bad_value, fmt::format("there is no alarm {}; docs/alarms.md lists all of them", number));
}

void AlarmDesk::test(std::uint32_t number, const control::Caller& caller) const {
    try {
        means_.alarms.test(number == 0 ? alarms::AlarmId::test_alarm : static_cast<alarms::AlarmId>(number), caller.name);
    } catch (const std::exception& e) {  // it waits in memory and goes out all the same
        means_.trace.warn("AlarmDesk.test", "the test alarm asked by {} is not on the disk: {}", caller.name, e.what());
    }
}

std::vector<control::AlarmDescription> AlarmDesk::describe(const std::string& alarm) const {
    if (!alarm.empty()) return {description_of(alarms::entry(named(alarm)))};
    std::vector<control::AlarmDescription> all;
    for (const auto& each : alarms::catalogue()) all.push_back(description_of(each));
    return all;
}

}  // namespace drs::master
