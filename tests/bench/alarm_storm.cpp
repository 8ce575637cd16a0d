// SPDX-License-Identifier: Apache-2.0
// alarm-storm ROOT [KEY=VALUE ...]: raises alarms from many threads through the parts that a Master raises them through, and waits until each sink has them.
//   alarms=N threads=N   how many, from how many threads; all different, or with kind=repeat the same again and again, with kind=flap raised and cleared
//                              syslog=SOCKET   sends them to syslog
//   snmp=ADDRESS:PORT    an embedded agent, receivers as in ROOT/etc/drs/snmp   agentx=SOCKET   subagent of the snmpd there
//   receivers=NAME,NAME  waits until these of ROOT/etc/drs/snmp/receivers have all as well
//   room=MIB             what the spool may hold
//   label=WORD           in each reason, `storm WORD.THREAD.NUMBER`   receipts=1   prints WORD.THREAD.NUMBER when its raise has returned
//   latencies=1          prints how long one raise takes, in microseconds
// The last line is `KEY=VALUE ...`: seconds until all were raised and until all were delivered, groups of appends, what was dropped, peak memory.
#include <fmt/format.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "alarms/alarms.hpp"
#include "alarms/syslog_sink.hpp"
#include "mib/snmp_agent.hpp"
#include "runtime/clock.hpp"

using namespace drs;
using Steady = std::chrono::steady_clock;

namespace {

class Arguments {
public:
    Arguments(int argc, char** argv) {
        for (int i = 2; i < argc; ++i) {
            const std::string word = argv[i];
            const auto equals = word.find('=');
            if (equals == std::string::npos || !values_.contains(word.substr(0, equals))) throw std::runtime_error("alarm-storm: no such argument: " + word);
            values_[word.substr(0, equals)] = word.substr(equals + 1);
        }
    }
    const std::string& text(const std::string& key) const { return values_.at(key); }
    std::uint64_t number(const std::string& key) const { return std::stoull(values_.at(key)); }

private:
    std::map<std::string, std::string> values_{{"alarms", "10000"}, {"threads", "4"}, {"syslog", ""}, {"snmp", ""}, {"agentx", ""}, {"receivers", ""},
                                               {"room", "64"}, {"latencies", "0"}, {"label", "a"}, {"receipts", "0"}, {"kind", "event"}};
};

/// An alarm that lasts: one key a thread.
alarms::Detail lasting(const std::string& token) {
    return {.reason = "storm " + token, .node = "node" + token.substr(0, token.rfind('.'))};
}

/// One in four is informational.
void raise(alarms::Alarms& alarms, const std::string& kind, std::uint64_t number, const std::string& token) {
    if (kind != "event") {
        alarms.raise(alarms::AlarmId::ma2la_failure, lasting(token));
        if (kind == "flap") alarms.clear(alarms::AlarmId::ma2la_failure, lasting(token));
        return;
    }
    const auto id = number % 4 == 3 ? alarms::AlarmId::component_registered : alarms::AlarmId::backup_in_progress;
    alarms.raise(id, {.reason = "storm " + token, .node = "node1", .device = "nightly"});
}

/// Whole lines below 4096 octets: a pipe takes them in one piece from any thread.
void print_receipt(std::string token) {
    token += '\n';
    if (::write(STDOUT_FILENO, token.data(), token.size()) != static_cast<ssize_t>(token.size())) std::_Exit(3);
}

using Microseconds = std::vector<double>;

/// How long each raise took, when that is asked for.
Microseconds storm(alarms::Alarms& alarms, const Arguments& arguments) {
    const auto threads = arguments.number("threads");
    const bool receipts = arguments.number("receipts") != 0;
    const bool latencies = arguments.number("latencies") != 0;
    std::vector<Microseconds> took(threads);
    std::vector<std::jthread> all;
    for (std::uint64_t thread = 0; thread < threads; ++thread)
        all.emplace_back([&, thread] {
            for (auto number = thread; number < arguments.number("alarms"); number += threads) {
                const auto token = fmt::format("{}.{}.{}", arguments.text("label"), thread, number / threads);
                const auto begin = Steady::now();
                raise(alarms, arguments.text("kind"), number, token);
                if (latencies) took[thread].push_back(std::chrono::duration<double, std::micro>(Steady::now() - begin).count());
                if (receipts) print_receipt(token);
            }
        });
    all.clear();
    Microseconds together;
    for (const auto& each : took) together.insert(together.end(), each.begin(), each.end());
    std::sort(together.begin(), together.end());
    return together;
}

void print_latencies(const Microseconds& sorted) {
    if (sorted.empty()) return;
    const auto at = [&](double part) { return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))]; };
    fmt::print("median_us={:.0f} p99_us={:.0f} worst_us={:.0f} ", at(0.5), at(0.99), sorted.back());
}

void wait_for(const alarms::Spool& spool, const std::string& sink) {
    while (spool.position(sink) < spool.last_sequence()) ::poll(nullptr, 0, 5);
}

std::shared_ptr<const control::Snapshot> empty_snapshot() { return std::make_shared<const control::Snapshot>(); }

runtime::Settings settings_of(const char* root, const Arguments& arguments) {
    runtime::Settings settings;
    settings.paths = runtime::Paths(root);
    settings.snmp.address = arguments.text("snmp");
    settings.snmp.agentx_socket = arguments.text("agentx");
    settings.snmp.ping = std::chrono::seconds(1);
    if (settings.snmp.address.empty()) settings.snmp.mode = runtime::SnmpMode::off;
    if (!settings.snmp.agentx_socket.empty()) settings.snmp.mode = runtime::SnmpMode::agentx;
    return settings;
}

double seconds_since(Steady::time_point begin) { return std::chrono::duration<double>(Steady::now() - begin).count(); }

long peak_kib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc < 2) throw std::runtime_error("usage: alarm-storm ROOT [KEY=VALUE ...]");
    const Arguments arguments(argc, argv);
    const auto settings = settings_of(argv[1], arguments);
    trace::Trace trace({.directory = settings.paths.trace(), .prefix = "drfMA"});
    std::atomic<std::uint64_t> groups{0};
    alarms::Spool spool(settings.paths.spool("master"), {.total_bytes = arguments.number("room") << 20});
    spool.on_append([&groups] { ++groups; });
    const runtime::SystemClock clock;
    alarms::Alarms alarms(spool, {"Cisco DRF Master", "LabCluster", "node1", 1}, clock, trace);
    const alarms::SyslogSink syslog(spool, {arguments.text("syslog"), "local7", "drfMA"}, trace);
    control::SnapshotFeed feed;
    feed.put(empty_snapshot());
    mib::SnmpAgent agent(settings, feed, nullptr, spool, trace);
    agent.start();
    const auto began = Steady::now();
    const auto took = storm(alarms, arguments);
    const auto raised = seconds_since(began);
    if (!arguments.text("syslog").empty()) wait_for(spool, "syslog");
    if (settings.snmp.mode != runtime::SnmpMode::off) wait_for(spool, "snmp");
    std::istringstream receivers(arguments.text("receivers"));
    for (std::string name; std::getline(receivers, name, ',');) wait_for(spool, "snmp:" + name);
    const auto delivered = seconds_since(began);
    agent.stop();
    print_latencies(took);
    fmt::print("raised={:.3f} delivered={:.3f} groups={} last={} dropped={} dropped_informational={} coalesced={} peak_kib={}\n", raised, delivered, groups.load(),
               spool.last_sequence(), spool.dropped(), spool.dropped_informational(), alarms.coalesced(), peak_kib());
    return 0;
} catch (const std::exception& failure) {
    fmt::print(stderr, "{}\n", failure.what());
    return 1;
}
