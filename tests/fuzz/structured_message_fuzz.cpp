// SPDX-License-Identifier: Apache-2.0
// Whatever text comes in from outside, a collector that reads RFC 5424 to the letter gets exactly one message, with the values that went in.
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "alarms/structured_message.hpp"
#include "alarms/syslog_line.hpp"
#include "alarms/visible_text.hpp"

using namespace drs::alarms;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

/// Takes a message apart by the grammar of RFC 5424 section 6, and by nothing that the sender has.
class Parser {
public:
    explicit Parser(std::string_view rest) : rest_(rest) {}

    std::string_view until(char end) {
        const auto at = rest_.find(end);
        require(at != rest_.npos);
        const auto taken = rest_.substr(0, at);
        rest_.remove_prefix(at + 1);
        return taken;
    }
    /// HOSTNAME, APP-NAME, PROCID, MSGID: printable US-ASCII, never empty.
    std::string_view field(std::size_t longest) {
        const auto text = until(' ');
        require(!text.empty() && text.size() <= longest);
        for (const char c : text) require(c > ' ' && c < '\x7f');
        return text;
    }
    char next() {
        require(!rest_.empty());
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }
    /// PARAM-VALUE behind its first quotation mark, unescaped.
    std::string value() {
        std::string text;
        for (;;) {
            const char c = next();
            if (c == '"') return text;
            require(c != ']');
            if (c != '\\') {
                text += c;
                continue;
            }
            const char escaped = next();
            require(escaped == '"' || escaped == '\\' || escaped == ']');
            text += escaped;
        }
    }
    /// The one SD-ELEMENT.
    std::map<std::string, std::string, std::less<>> element() {
        std::map<std::string, std::string, std::less<>> values;
        require(next() == '[');
        require(until(' ') == structured_data_id);
        for (;;) {
            const std::string name(until('='));
            require(!name.empty() && name.size() <= 32 && name.find_first_of(" \"]") == name.npos);
            require(next() == '"');
            require(values.emplace(name, value()).second);
            const char then = next();
            if (then == ']') return values;
            require(then == ' ');
        }
    }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};

void require_shown(std::string_view text) {
    while (!text.empty()) {
        const auto octets = character_octets(text);
        const auto first = static_cast<unsigned char>(text[0]);
        require(octets > 0 && first >= 0x20 && first != 0x7f && !(first == 0xc2 && static_cast<unsigned char>(text[1]) < 0xa0));
        text.remove_prefix(octets);
    }
}

/// What a value of that text has to be; nothing: it must be absent.
std::optional<std::string> shown(const std::string& text) { return text.empty() ? std::nullopt : std::optional(Visible{}(text)); }

/// A bound counts what stands before a character too, so a long value may be cut; never within a character, and it says so.
void require_value(const std::map<std::string, std::string, std::less<>>& values, std::string_view name, const std::string& text, std::size_t limit) {
    const auto found = values.find(name);
    const auto whole = shown(text);
    require((found != values.end()) == whole.has_value());
    if (!whole) return;
    const auto& value = found->second;
    require(value.size() <= limit);
    require_shown(value);
    if (value == *whole) return;
    require(value.ends_with('*') && 2 * whole->size() > limit && whole->starts_with(value.substr(0, value.size() - 1)));
}

Record record_of(const std::string& text) {
    const auto size = text.size();
    const auto half = text.substr(0, size / 2);
    Record record{.sequence = size, .boot_epoch = 2, .id = static_cast<AlarmId>(1 + size % catalogue().size()), .state = static_cast<State>(1 + size % 5)};
    record.app_id = size % 2 == 0 ? "Cisco DRF Local" : "Cisco DRF Master";
    record.cluster = record.reporting_node = record.actor = half;
    record.detail = {.reason = text, .node = half, .feature = text, .component = half, .device = text, .job = static_cast<drs::model::JobId>(size % 3)};
    record.relayed = size % 3 == 0;
    record.test = size % 4 == 0;
    record.repeats = size % 5;
    return record;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto record = record_of({reinterpret_cast<const char*>(data), size});
    const auto message = structured_message(record, 23);
    require(framed_message(record, 23) == std::to_string(message.size()) + ' ' + message);

    Parser parser(message);
    require(parser.next() == '<');
    require(parser.until('>') == std::to_string(23 * 8 + severity_of(record)));
    require(parser.until(' ') == "1");
    require(parser.field(32).ends_with('Z'));
    parser.field(255);
    require(parser.field(48) == (size % 2 == 0 ? "drfLA" : "drfMA"));
    require((parser.field(128) == "-") == record.relayed);
    require("CiscoDRF" + std::string(parser.field(32)) == entry(record.id).name);

    const auto values = parser.element();
    require(values.at("name") == entry(record.id).name && values.at("state") == word(record.state));
    require(values.at("seq") == std::to_string(record.sequence) && values.at("epoch") == "2" && values.at("app_id") == record.app_id);
    require(values.contains("job") == (record.detail.job != 0) && values.contains("repeats") == (record.repeats != 0) && values.contains("test") == record.test);
    for (const auto& [name, text] : {std::pair{"cluster", record.cluster}, {"node_id", record.reporting_node}, {"node", record.detail.node},
                                     {"feature", record.detail.feature}, {"component", record.detail.component}, {"device", record.detail.device}, {"operator", record.actor}})
        require_value(values, name, text, 256);
    require_value(values, "reason", record.detail.reason, 1024);
    require(parser.next() == ' ');
    require(parser.rest() == line_text(record));
    require_shown(parser.rest());
    return 0;
}
