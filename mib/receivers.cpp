// SPDX-License-Identifier: Apache-2.0
#include "mib/receivers.hpp"

#include <algorithm>
#include <set>

#include "mib/receiver_session.hpp"
#include "mib/receivers_file.hpp"

namespace drs::mib {
namespace {

using Clock = Delivery::Clock;

constexpr const char* sinks = "snmp:";  // what the spool calls them, with their names behind

}  // namespace

struct Receivers::One {
    One(const Receiver& receiver, alarms::Spool& spool, trace::Trace& trace)
        : session(receiver, read_secrets(receiver),
                  {.answered = [this](std::uint64_t key, Clock::duration took) { delivery.answered(key, took, Clock::now()); },
                   .refused = [this](const std::string& sentence) { delivery.refused(sentence); },
                   .reachable = [this] { delivery.reachable(Clock::now()); }}),
          delivery(receiver, sinks + receiver.name, spool, session, trace) {}
    ReceiverSession session;
    Delivery delivery;

    bool responsive() const {
        const auto status = delivery.state().status;
        return status != ReceiverStatus::silent && status != ReceiverStatus::refusing;
    }
};

Receivers::Receivers(const std::filesystem::path& directory, alarms::Spool& spool, trace::Trace& trace) {
    const auto receivers = read_receivers(directory);
    std::set<std::string> named;
    for (const auto& receiver : receivers) named.insert(sinks + receiver.name);
    spool.keep_sinks(sinks, named);
    for (const auto& receiver : receivers) all_.push_back(std::make_unique<One>(receiver, spool, trace));
}

Receivers::~Receivers() = default;

void Receivers::work(Clock::time_point now) {
    for (const auto& one : all_) {
        one->session.notice();
        one->delivery.work(now);
    }
}

std::optional<Clock::time_point> Receivers::due() const {
    std::optional<Clock::time_point> first;
    for (const auto& one : all_) {
        const auto due = one->delivery.due();
        if (due && (!first || *due < *first)) first = due;
    }
    return first;
}

void Receivers::tell(const alarms::Record& record) {
    for (const auto& one : all_) one->delivery.tell(record);
}

void Receivers::tell_idle(const alarms::Record& record) {
    for (const auto& one : all_)
        if (one->delivery.idle()) one->delivery.tell(record);
}

bool Receivers::busy() const {
    return std::ranges::any_of(all_, [](const auto& one) { return one->responsive() && !one->delivery.idle(); });
}

std::vector<ReceiverState> Receivers::states() const {
    std::vector<ReceiverState> states;
    for (const auto& one : all_) states.push_back(one->delivery.state());
    return states;
}

}  // namespace drs::mib
