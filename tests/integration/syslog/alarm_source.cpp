// SPDX-License-Identifier: Apache-2.0
// Sends alarms by the agents' own sink: `alarm_source SOCKET SPOOL < RECORDS`, one record a line, its fields separated by blanks: alarm, state, app_id,
// cluster, reporting node, reason, node, feature, component, device (these eight in hexadecimal, `-` for empty), job. Ends when syslog has read all.
#include <iostream>
#include <sstream>
#include <stdexcept>

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
    if (word == "raised") return State::raised;
    return word == "cleared" ? State::cleared : State::event;
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
    if (!(fields >> record.detail.job)) throw std::runtime_error("a record has too few fields: " + line);
    return record;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: alarm_source SOCKET SPOOL < RECORDS\n";
        return 2;
    }
    Spool spool(argv[2]);
    for (std::string line; std::getline(std::cin, line);) spool.append(record_of(line));
    drs::trace::Trace trace({.directory = std::string(argv[2]) + "/trace", .prefix = "drfMA"});
    const SyslogSink sink(spool, {.socket = argv[1], .program = "drfMA"}, trace);
    return drs::test::eventually([&] { return spool.position("syslog") == spool.last_sequence(); }) ? 0 : 1;
}
