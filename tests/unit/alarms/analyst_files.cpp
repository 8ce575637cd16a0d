// SPDX-License-Identifier: Apache-2.0
// The patterndb of syslog-ng (.pdb) and the lookup table of rsyslog (.json) are made from the catalogue: `analyst_files FILE` fails when the
// file is another, `analyst_files --write FILE` writes it.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "alarms/syslog_line.hpp"

using namespace drs::alarms;

namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// What is known of an alarm beside its line: the same names in both files.
Pairs known_of(const CatalogueEntry& alarm) {
    Pairs known{{"number", fmt::to_string(static_cast<int>(alarm.id))}, {"kind", alarm.stateful ? "stateful" : "event"},
                {"event_type", std::string(word(alarm.event_type))}, {"probable_cause", std::string(word(alarm.probable_cause))}};
    if (alarm.cleared_by) known.emplace_back("cleared_by", entry(*alarm.cleared_by).name);
    known.emplace_back("action", alarm.action);
    return known;
}

std::string xml(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else out += c;
    }
    return out;
}

/// Values of a rule are templates.
std::string literal(std::string_view text) {
    std::string out;
    for (const char c : text) out.append(c == '$' ? 2 : 1, c);
    return xml(out);
}

/// What syslog-ng calls the message: behind `<PRI>time program[pid]: `.
std::string message_of(const Record& record) {
    const std::string datagram = SyslogLine("drfMA", facility_named("local7"))(record);
    return datagram.substr(datagram.find("]: ") + 3);
}

Record example_of(const CatalogueEntry& alarm, State state, Detail detail) {
    return {.sequence = 7, .boot_epoch = 2, .id = alarm.id, .state = state, .app_id = "Cisco DRF Master", .cluster = "StandAloneCluster",
            .reporting_node = "pub", .detail = std::move(detail)};
}

std::string example(const Record& record, const CatalogueEntry& alarm, std::string_view reason, std::string_view state, std::string_view tags) {
    Pairs expected{{"severity", fmt::to_string(severity_of(record))}, {"reason", std::string(reason)}, {"app_id", record.app_id},
                   {"cluster", record.cluster}, {"node_id", record.reporting_node}, {"text", std::string(alarm.text)}, {"seq", "7"},
                   {"epoch", "2"}, {"state", std::string(state)}};
    if (!tags.empty()) expected.emplace_back("tags", tags);
    for (const auto& pair : known_of(alarm)) expected.push_back(pair);
    auto text = fmt::format("          <example>\n            <test_message program='drfMA'>{}</test_message>\n            <test_values>\n",
                            xml(message_of(record)));
    for (const auto& [name, value] : expected) text += fmt::format("              <test_value name='.drs.{}'>{}</test_value>\n", name, xml(value));
    return text + "            </test_values>\n          </example>\n";
}

std::string examples_of(const CatalogueEntry& alarm) {
    const auto state = alarm.stateful ? State::raised : State::event;
    const auto word = alarm.stateful ? "raised" : "event";
    auto text = example(example_of(alarm, state, {.reason = "see [1]; C:\\=x"}), alarm, R"(see \[1\]\; C:\\\=x)", word, "");
    const Detail all{.reason = "no answer", .node = "sub1", .feature = "UCM", .component = "CCMDB", .device = "nightly", .job = 12};
    const auto tags = "job='12', node='sub1', feature='UCM', component='CCMDB', device='nightly'";
    text += example(example_of(alarm, state, all), alarm, "no answer", word, tags);
    if (alarm.stateful) text += example(example_of(alarm, State::cleared, all), alarm, "no answer", "cleared", tags);
    return text;
}

/// Ends at what no value can hold: within one a backslash stands before each bracket.
std::string pattern_of(const CatalogueEntry& alarm, std::string_view end) {
    return fmt::format("            <pattern>%@ESTRING:.drs.facility:-@@NUMBER:.drs.severity@-{}: %[Reason=@ESTRING:.drs.reason:][AppID=@"
                       "@ESTRING:.drs.app_id:][ClusterID=@@ESTRING:.drs.cluster:][NodeID=@@PCRE:.drs.node_id:(?:[^][\\\\]|\\\\.)*@]: "
                       "@ESTRING:.drs.text:; seq='@@NUMBER:.drs.seq@', epoch='@NUMBER:.drs.epoch@', state='@ESTRING:.drs.state:'@{}</pattern>\n",
                       alarm.name, end);
}

std::string rule_of(const CatalogueEntry& alarm) {
    auto text = fmt::format("      <rule provider='opendrs' id='opendrs-{}' class='system'>\n        <description>{}</description>\n        <patterns>\n",
                            static_cast<int>(alarm.id), xml(alarm.explanation));
    text += pattern_of(alarm, "") + pattern_of(alarm, ", @ANYSTRING:.drs.tags@") + "        </patterns>\n        <examples>\n" + examples_of(alarm) +
            "        </examples>\n        <values>\n";
    for (const auto& [name, value] : known_of(alarm)) text += fmt::format("          <value name='.drs.{}'>{}</value>\n", name, literal(value));
    return text + fmt::format("        </values>\n        <tags>\n          <tag>drs</tag>\n          <tag>{}</tag>\n        </tags>\n      </rule>\n", alarm.name);
}

std::string pattern_database() {
    std::string text =
        "<?xml version='1.0' encoding='UTF-8'?>\n<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
        "<!-- Made from alarms/catalogue.cpp by analyst_files (tests/unit/alarms); do not edit. docs/syslog.md tells what the pairs mean. -->\n"
        "<patterndb version='5' pub_date='2026-11-23'>\n  <ruleset name='OpenDRS' id='opendrs'>\n"
        "    <patterns>\n      <pattern>drfMA</pattern>\n      <pattern>drfLA</pattern>\n    </patterns>\n    <rules>\n";
    for (const auto& alarm : all_entries()) text += rule_of(alarm);
    return text + "    </rules>\n  </ruleset>\n</patterndb>\n";
}

/// The catalogue's words are ASCII without quotation marks and backslashes.
std::string lookup_table() {
    std::string text = "{\"version\": 1, \"nomatch\": \"\", \"type\": \"string\", \"table\": [\n";
    for (const auto& alarm : all_entries()) {
        text += fmt::format("  {{\"index\": \"{}\", \"value\": \"", alarm.name);
        for (const auto& [name, value] : known_of(alarm)) text += fmt::format(R"(\"{}\":\"{}\",)", name, value);
        text += alarm.id == all_entries().back().id ? "\"}\n" : "\"},\n";
    }
    return text + "]}\n";
}

std::string contents_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

int main(int argc, char** argv) {
    const bool write = argc == 3 && std::string_view(argv[1]) == "--write";
    if (argc != 2 && !write) {
        std::cerr << "usage: analyst_files [--write] FILE.pdb|FILE.json\n";
        return 2;
    }
    const std::string path = argv[argc - 1];
    const auto text = path.ends_with(".pdb") ? pattern_database() : lookup_table();
    if (write) return (std::ofstream(path, std::ios::binary) << text).flush() ? 0 : 1;
    if (contents_of(path) == text) return 0;
    std::cerr << path << " is not what the catalogue says; write it anew with: analyst_files --write " << path << '\n';
    return 1;
}
