// SPDX-License-Identifier: Apache-2.0
#include "alarms/structured_message.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

#include "alarms/app_id.hpp"
#include "alarms/syslog_line.hpp"
#include "alarms/visible_text.hpp"

namespace drs::alarms {
namespace {

constexpr std::size_t longest_value = 256;
constexpr std::size_t longest_reason = 1024;

void add(std::string& element, std::string_view name, std::string_view value, std::size_t limit = longest_value) {
    // First shown, then escaped: the backslash of a control character is a part of the value too.
    if (!value.empty()) element += fmt::format(" {}=\"{}\"", name, Visible{.special = "\"\\]", .limit = limit}(Visible{}(value)));
}

/// RFC 5424 section 6.3; the names are those of the pairs in docs/syslog.md.
std::string element_of(const Record& record) {
    std::string element = fmt::format("[{} name=\"{}\" state=\"{}\" seq=\"{}\" epoch=\"{}\"", structured_data_id, entry(record.id).name,
                                      word(record.state), record.sequence, record.boot_epoch);
    if (record.detail.job != 0) add(element, "job", fmt::to_string(record.detail.job));
    add(element, "cluster", record.cluster);
    add(element, "node_id", record.reporting_node);
    add(element, "app_id", record.app_id);
    add(element, "node", record.detail.node);
    add(element, "feature", record.detail.feature);
    add(element, "component", record.detail.component);
    add(element, "device", record.detail.device);
    if (record.repeats != 0) add(element, "repeats", fmt::to_string(record.repeats));
    add(element, "operator", record.actor);
    if (record.test) add(element, "test", "yes");
    add(element, "reason", record.detail.reason, longest_reason);
    return element + ']';
}

/// A header field: printable ASCII without blanks, `-` for none.
std::string header_field(std::string_view text, std::size_t limit) {
    std::string field;
    for (const char c : text.substr(0, limit)) field += c > ' ' && c < '\x7f' ? c : '?';
    return field.empty() ? "-" : field;
}

std::string stamp(model::TimePoint time) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const auto fraction = std::chrono::duration_cast<std::chrono::milliseconds>(time - whole).count();
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(whole.time_since_epoch().count())), fraction);
}

}  // namespace

std::string structured_message(const Record& record, int facility) {
    const auto name = entry(record.id).name.substr(std::string_view("CiscoDRF").size());
    return fmt::format("<{}>1 {} {} {} {} {} {} {}", facility * 8 + severity_of(record), stamp(record.time), header_field(record.reporting_node, 255),
                       record.app_id == local_agent_id ? "drfLA" : "drfMA", record.relayed ? "-" : fmt::to_string(::getpid()), header_field(name, 32),
                       element_of(record), line_text(record));
}

std::string framed_message(const Record& record, int facility) {
    const auto message = structured_message(record, facility);
    return fmt::format("{} {}", message.size(), message);
}

}  // namespace drs::alarms
