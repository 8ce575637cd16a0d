// SPDX-License-Identifier: Apache-2.0
#include "master/alarm_resync.hpp"

namespace drs::master {
namespace {

constexpr auto longest_wait = std::chrono::minutes(1);
constexpr const char* snmp_sinks = "snmp";  // with their receivers behind

}  // namespace

void AlarmResync::check() const {
    const auto waited = means_.clock.now() - began_;
    if (means_.alarms.least_position(snmp_sinks) >= last_ || waited >= longest_wait || waited < waited.zero()) return;
    throw control::Refusal(control::Kind::busy, "the active alarms are being told once more already; ask again when each receiver has them, or in a minute");
}

void AlarmResync::begin(const control::Caller& caller) {
    last_ = means_.alarms.tell_active_again(caller.name);
    began_ = means_.clock.now();
    means_.trace.info("AlarmResync.begin", "the active alarms are told once more, asked by {}; the last sequence is {}", caller.name, last_);
}

}  // namespace drs::master
