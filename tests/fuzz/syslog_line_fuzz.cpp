// SPDX-License-Identifier: Apache-2.0
// Whatever text comes in from outside, syslog gets one line of valid UTF-8 without control characters, whose fields nobody forged.
#include <cstdlib>
#include <string_view>

#include "alarms/syslog_line.hpp"
#include "alarms/visible_text.hpp"

using namespace drs::alarms;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

bool is_control(std::string_view character) {
    const auto first = static_cast<unsigned char>(character[0]);
    return first < 0x20 || first == 0x7f || (first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0);
}

void require_visible(std::string_view text) {
    while (!text.empty()) {
        const auto octets = character_octets(text);
        require(octets > 0 && !is_control(text.substr(0, octets)));
        text.remove_prefix(octets);
    }
}

/// Brackets that no backslash escapes: four fields open and close, whatever stands in them.
void require_four_fields(std::string_view text) {
    int opened = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\') ++at;
        else if (text[at] == '[') ++opened;
    }
    require(opened == 4);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const SyslogLine line("drfMA", 23);
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto half = text.substr(0, size / 2);
    Record record{.sequence = 1, .id = static_cast<AlarmId>(1 + size % catalogue().size()), .state = static_cast<State>(1 + size % 3)};
    record.app_id = record.cluster = record.reporting_node = half;
    record.detail = {.reason = text, .node = half, .feature = half, .component = half, .device = text, .job = 1};

    const auto description = describe(record);
    require(description.size() <= longest_description);
    require_visible(description);
    require_four_fields(description);
    const auto whole = line(record);
    require_visible(whole);
    require(whole.size() < 4096);
    require(whole.find("; seq='1', epoch='0', state='") != std::string::npos);
    return 0;
}
