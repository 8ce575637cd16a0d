// SPDX-License-Identifier: Apache-2.0
#include "alarms/alarm_text.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "alarms/visible_text.hpp"

namespace drs::alarms {
namespace {

std::string_view short_name(AlarmId id) {
    auto name = entry(id).name;
    constexpr std::string_view vendor = "CiscoDRF";
    if (name.starts_with(vendor)) name.remove_prefix(vendor.size());
    return name;
}

/// Where it is: the node it concerns, else the one that told it.
const std::string& place(const Record& record) { return record.detail.node.empty() ? record.reporting_node : record.detail.node; }

std::string ascii(std::string_view text) {
    std::string out;
    for (const char c : Visible{}(text)) out += static_cast<unsigned char>(c) < 0x80 ? c : '?';
    return out;
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const auto octets = character_octets(text.substr(at));
        const auto c = static_cast<unsigned char>(text[at]);
        if (octets == 0) out += "\\ufffd";
        else if (c == '"' || c == '\\') out.append(1, '\\').append(1, text[at]);
        else if (c < 0x20 || c == 0x7f) fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
        else out.append(text.substr(at, octets));
        at += std::max<std::size_t>(octets, 1);
    }
    return out + '"';
}

void add_line(std::string& text, std::string_view label, std::string_view value) {
    if (!value.empty()) fmt::format_to(std::back_inserter(text), "  {:<12}{}\n", label, Visible{}(value));
}

}  // namespace

std::string utc(model::TimePoint time) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(time - whole).count();
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(whole.time_since_epoch().count())), rest);
}

std::string mail_subject(std::span<const Record> records) {
    // The gravest first, and of those the newest.
    const auto& chief = *std::min_element(records.rbegin(), records.rend(), [](const Record& a, const Record& b) {
        return std::pair(entry(a.id).severity, a.state == State::cleared) < std::pair(entry(b.id).severity, b.state == State::cleared);
    });
    const auto state = chief.state == State::event ? "" : fmt::format(" {}", word(chief.state));
    const auto more = records.size() == 1 ? "" : fmt::format(" and {} more", records.size() - 1);
    return ascii(fmt::format("DRS {}: {}{} on {}{}", chief.cluster, short_name(chief.id), state, place(chief), more));
}

std::string mail_text(std::span<const Record> records) {
    std::string text;
    for (const auto& record : records) {
        const auto& alarm = entry(record.id);
        fmt::format_to(std::back_inserter(text), "{} {} ({})\n", alarm.name, word(record.state), word(alarm.severity));
        add_line(text, "what", alarm.text);
        add_line(text, "why", record.detail.reason);
        add_line(text, "when", utc(record.time));
        add_line(text, "cluster", record.cluster);
        add_line(text, "node", place(record));
        add_line(text, "feature", record.detail.feature);
        add_line(text, "component", record.detail.component);
        add_line(text, "device", record.detail.device);
        if (record.detail.job != 0) add_line(text, "job", fmt::to_string(record.detail.job));
        if (record.state != State::cleared) add_line(text, "what to do", alarm.action);
        add_line(text, "number", fmt::format("{} of start {}", record.sequence, record.boot_epoch));
        text += '\n';
    }
    return text;
}

std::string json_of(const Record& record) {
    const auto& alarm = entry(record.id);
    const std::array<std::pair<std::string_view, std::string>, 19> members{{
        {"sequence", fmt::to_string(record.sequence)},
        {"epoch", fmt::to_string(record.boot_epoch)},
        {"alarm", quoted(alarm.name)},
        {"number", fmt::to_string(static_cast<unsigned>(record.id))},
        {"severity", quoted(word(alarm.severity))},
        {"state", quoted(word(record.state))},
        {"time", quoted(utc(record.time))},
        {"text", quoted(alarm.text)},
        {"reason", quoted(record.detail.reason)},
        {"app_id", quoted(record.app_id)},
        {"cluster", quoted(record.cluster)},
        {"reporting_node", quoted(record.reporting_node)},
        {"node", quoted(record.detail.node)},
        {"feature", quoted(record.detail.feature)},
        {"component", quoted(record.detail.component)},
        {"device", quoted(record.detail.device)},
        {"job", fmt::to_string(record.detail.job)},
        {"explanation", quoted(alarm.explanation)},
        {"action", quoted(alarm.action)},
    }};
    std::string text;
    for (const auto& [name, value] : members) text.append(text.empty() ? "{\"" : ",\"").append(name).append("\":").append(value);
    return text + '}';
}

}  // namespace drs::alarms
