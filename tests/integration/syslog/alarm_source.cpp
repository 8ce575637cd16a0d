// SPDX-License-Identifier: Apache-2.0
// Sends alarms by the Master's own sinks: `alarm_source SPOOL SOCKET < RECORDS` to a syslog, `alarm_source SPOOL PORT [CA CERTIFICATE KEY NAME] < RECORDS` to a
// collector on loopback. One record a line, its fields separated by blanks: alarm, state, app_id, cluster, reporting node, reason, node, feature,
// component, device (these eight in hexadecimal, `-` for empty), job, relayed (0, 1), repeats, test (0, 1), operator in hexadecimal. Ends when all has arrived.
#include <iostream>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "alarms/collector_sink.hpp"
#include "alarms/syslog_sink.hpp"
#include "syslog_ng.hpp"

using namespace drs::alarms;

namespace {

std::string unhex(const std::string& digits) {
    std::string octets;
    for (std::size_t at = 0; digits != "-" && at < digits.size(); at += 2)
        octets += static_cast<char>(std::stoi(digits.substr(at, 2), nullptr, 16));
    return octets;
}

State state_named(const std::string& word) {
    for (const auto state : {State::raised, State::cleared, State::event, State::repeated, State::acknowledged})
        if (drs::alarms::word(state) == word) return state;
    throw std::runtime_error(word + " is no state");
}

Record record_of(const std::string& line) {
    std::istringstream fields(line);
    std::string alarm, state;
    Record record{.boot_epoch = 9, .time = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now())};
    fields >> alarm >> state;
    record.id = alarm_named(alarm).value();
    record.state = state_named(state);
    for (auto* field : {&record.app_id, &record.cluster, &record.reporting_node, &record.detail.reason, &record.detail.node, &record.detail.feature,
                        &record.detail.component, &record.detail.device}) {
        std::string digits;
        fields >> digits;
        *field = unhex(digits);
    }
    std::string actor;
    if (!(fields >> record.detail.job >> record.relayed >> record.repeats >> record.test >> actor)) throw std::runtime_error("a record has too few fields: " + line);
    record.actor = unhex(actor);
    return record;
}

CollectorSink::Options collector(int argc, char** argv) {
    CollectorSink::Options options{.host = "127.0.0.1", .port = static_cast<std::uint16_t>(std::stoi(argv[2])), .tls = std::nullopt};
    if (argc == 7) options.tls = drs::runtime::ClientTls{argv[3], argv[4], argv[5], argv[6]};
    return options;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3 && argc != 7) {
        std::cerr << "usage: alarm_source SPOOL SOCKET|PORT [CA CERTIFICATE KEY NAME] < RECORDS\n";
        return 2;
    }
    const std::string receiver = argv[2];
    Spool spool(argv[1]);
    drs::trace::Trace trace({.directory = std::string(argv[1]) + "/trace", .prefix = "drfMA"});
    std::optional<SyslogSink> syslog;
    std::optional<CollectorSink> network;
    if (receiver.starts_with('/')) syslog.emplace(spool, SyslogSink::Options{.socket = receiver, .program = "drfMA"}, trace);
    else network.emplace(spool, collector(argc, argv), trace);
    for (std::string line; std::getline(std::cin, line);) spool.append(record_of(line));
    const auto* const sink = syslog ? "syslog" : "collector";
    return drs::test::eventually([&] { return spool.position(sink) == spool.last_sequence(); }) ? 0 : 1;
}
