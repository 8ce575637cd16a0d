// SPDX-License-Identifier: Apache-2.0
#include "mib/clog_message.hpp"

#include "alarms/syslog_line.hpp"

namespace drs::mib {
namespace {

constexpr std::size_t longest_facility = 20, longest_name = 30, longest_text = 255;

/// `describe` without the `%FACILITY-SEVERITY-NAME: ` that has columns of its own.
std::string said(const alarms::Record& record) {
    const auto whole = alarms::describe(record);
    const auto colon = whole.find(": ");
    return colon == std::string::npos ? whole : whole.substr(colon + 2);
}

bool continues(char octet) { return (static_cast<unsigned char>(octet) & 0xc0) == 0x80; }

std::string cut(std::string text) {
    if (text.size() <= longest_text) return text;
    auto end = longest_text - 1;
    while (end > 0 && continues(text[end])) --end;
    return text.substr(0, end) + '*';
}

}  // namespace

ClogMessage clog_message(const alarms::Record& record) {
    const auto& alarm = alarms::entry(record.id);
    const bool lasting = record.state == alarms::State::raised || record.state == alarms::State::event;
    std::string text = alarm.name.size() > longest_name ? std::string(alarm.name) + ": " : "";
    if (!lasting) text += std::string(word(record.state)) + ": ";
    return {std::string(alarm.facility.substr(0, longest_facility)), static_cast<unsigned>(alarms::severity_of(record)) + 1,
            std::string(alarm.name.substr(0, longest_name)), cut(text + said(record))};
}

SubId clog_index(std::uint64_t sequence) {
    constexpr std::uint64_t greatest = 2'147'483'647;
    return static_cast<SubId>((sequence - 1) % greatest + 1);
}

}  // namespace drs::mib
