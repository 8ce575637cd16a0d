// SPDX-License-Identifier: Apache-2.0
// snmp_model_agent ROOT embedded|agentx ADDRESS|SOCKET HEARTBEAT_SECONDS CLOG: serves the made-up state. Commands on stdin, each answered by a line:
//   raise N REASON   raises BackupFailure N times      dump   prints the model's cells, then `end`
//   position         prints the sink's position        reread takes the receivers' file anew
//   rows N           drsComponentTable has N rows       stop   (or end of file) stops
#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <sstream>

#include "mib/snmp_agent.hpp"
#include "mib/view.hpp"
#include "model_snapshot.hpp"
#include "runtime/error.hpp"

using namespace drs;

namespace {

runtime::Settings settings_of(char** argv) {
    runtime::Settings settings;
    settings.paths = runtime::Paths(argv[1]);
    settings.snmp.ping = std::chrono::seconds(1);
    settings.snmp.heartbeat = std::chrono::seconds(std::stol(argv[4]));
    settings.snmp.clog = std::string_view(argv[5]) == "yes";
    if (std::string_view(argv[2]) == "agentx") {
        settings.snmp.mode = runtime::SnmpMode::agentx;
        settings.snmp.agentx_socket = argv[3];
    } else {
        settings.snmp.address = argv[3];
    }
    return settings;
}

void raise(alarms::Spool& spool, unsigned times, const std::string& reason) {
    for (unsigned i = 0; i < times; ++i) {
        alarms::Record record;
        record.boot_epoch = 3;
        record.id = alarms::AlarmId::backup_failure;
        record.state = alarms::State::raised;
        record.time = mib::model_snapshot().taken;
        record.reporting_node = "pub";
        record.detail = {reason, "sub1", "UCM", "CCMDB", "nightly", 43};
        spool.append(record);
    }
}

/// `OID TYPE VALUE`, octets in hex: what a walk has to show.
void dump(const control::Snapshot& snapshot) {
    const mib::Source source{snapshot, {}, snapshot.taken};
    mib::Oid at;
    while (const auto cell = mib::next(mib::groups(), source, at)) {
        at = cell->at;
        std::string octets;
        for (const unsigned char octet : cell->value.octets) octets += fmt::format("{:02x}", octet);
        const bool text = cell->value.syntax == mib::Syntax::octets;
        fmt::print("{} {} {}\n", fmt::join(mib::absolute(at), "."), static_cast<int>(cell->value.syntax),
                   text ? octets : std::to_string(cell->value.number));
    }
    fmt::print("end\n");
}

std::shared_ptr<const control::Snapshot> with_components(unsigned rows) {
    auto snapshot = mib::model_snapshot();
    const auto one = snapshot.components.front();
    snapshot.components.clear();
    for (unsigned row = 0; row < rows; ++row) {
        snapshot.components.push_back(one);
        snapshot.components.back().node_index = row / 10 + 1;
        snapshot.components.back().component_index = row % 10 + 1;
    }
    return std::make_shared<const control::Snapshot>(std::move(snapshot));
}

void obey(const std::string& line, alarms::Spool& spool, control::SnapshotFeed& feed, mib::SnmpAgent& agent) {
    std::istringstream words(line);
    std::string command, reason;
    unsigned times = 0;
    words >> command >> times;
    std::getline(words >> std::ws, reason);
    if (command == "dump") return dump(*feed.take());
    if (command == "rows") feed.put(with_components(times));
    if (command == "raise") raise(spool, times, reason);
    if (command == "reread") agent.reread_receivers();
    fmt::print("{}\n", command == "position" ? spool.position("snmp") : spool.last_sequence());
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 6) return 2;
    const auto settings = settings_of(argv);
    trace::Trace trace({.directory = settings.paths.trace(), .prefix = "drfMA", .level = trace::Level::debug});
    alarms::Spool spool(settings.paths.spool("master"));
    control::SnapshotFeed feed;
    feed.put(std::make_shared<const control::Snapshot>(mib::model_snapshot()));
    mib::SnmpAgent agent(settings, feed, nullptr, spool, trace);
    agent.start();
    fmt::print("ready\n");
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line) && line != "stop";) {
        obey(line, spool, feed, agent);
        std::fflush(stdout);
    }
    agent.stop();
    return 0;
} catch (const runtime::Error& failure) {
    fmt::print(stderr, "{}\n", failure.what());
    return 1;
}
