// SPDX-License-Identifier: Apache-2.0
#include "mib/receivers.hpp"

#include <algorithm>
#include <set>

#include "mib/receiver_session.hpp"
#include "mib/receivers_file.hpp"
#include "mib/settings_check.hpp"
#include "runtime/error.hpp"

namespace drs::mib {
namespace {

using Clock = Delivery::Clock;

constexpr const char* sinks = "snmp:";  // what the spool calls them, with their names behind

/// When the files of its passwords were last written: another password is another receiver.
using Written = std::pair<std::filesystem::file_time_type, std::filesystem::file_time_type>;

std::filesystem::file_time_type written(const std::filesystem::path& file) {
    std::error_code none;
    return file.empty() ? std::filesystem::file_time_type() : std::filesystem::last_write_time(file, none);
}

Written passwords_written(const Receiver& receiver) { return {written(receiver.credentials.auth_file), written(receiver.credentials.priv_file)}; }

}  // namespace

struct Receivers::One {
    One(const Receiver& given, std::uint32_t number, alarms::Spool& spool, trace::Trace& trace)
        : receiver(given), index(number), passwords(passwords_written(given)),
          session(receiver, read_secrets(receiver),
                  {.answered = [this](std::uint64_t key, Clock::duration took) { delivery.answered(key, took, Clock::now()); },
                   .refused = [this](const std::string& sentence) { delivery.refused(sentence); },
                   .reachable = [this] { delivery.reachable(Clock::now()); }}),
          delivery(receiver, sinks + receiver.name, spool, session, trace) {}
    const Receiver receiver;
    const std::uint32_t index;
    const Written passwords;
    ReceiverSession session;
    Delivery delivery;

    bool is(const Receiver& other) const { return receiver == other && passwords == passwords_written(other); }
    ReceiverState state() const {
        auto state = delivery.state();
        state.index = index;
        return state;
    }
    bool responsive() const {
        const auto status = delivery.state().status;
        return status != ReceiverStatus::silent && status != ReceiverStatus::refusing;
    }
};

Receivers::Receivers(const runtime::Paths& paths, alarms::Spool& spool, trace::Trace& trace)
    : paths_(paths), spool_(spool), trace_(trace), indexes_(paths.snmp_state() / "receiver-indexes") {
    if (const auto& damage = indexes_.damage()) trace_.warn("Receivers.read", "{}", *damage);
    take();
}

Receivers::~Receivers() = default;

void Receivers::reread() {
    try {
        take();
        trace_.info("Receivers.reread", "Alarms go to {} SNMP receivers.", all_.size());
    } catch (const runtime::Error& error) {
        trace_.warn("Receivers.reread", "The SNMP receivers stay as they were: {}", error.what());
    }
}

/// All new ones are made before anything changes.
void Receivers::take() {
    check_settings(paths_.snmp_configuration());
    const auto wanted = read_receivers(paths_.snmp_configuration());
    std::set<std::string> named;
    All fresh;
    for (const auto& receiver : wanted) {
        named.insert(sinks + receiver.name);
        const bool stays = std::ranges::any_of(all_, [&](const auto& one) { return one->is(receiver); });
        if (!stays) fresh.push_back(made(receiver));
    }
    std::erase_if(all_, [&](const auto& one) { return std::ranges::none_of(wanted, [&](const auto& receiver) { return one->is(receiver); }); });
    std::ranges::move(fresh, std::back_inserter(all_));
    std::ranges::sort(all_, {}, [](const auto& one) { return one->index; });
    spool_.keep_sinks(sinks, named);
}

std::unique_ptr<Receivers::One> Receivers::made(const Receiver& receiver) {
    return std::make_unique<One>(receiver, indexes_.of(receiver.name), spool_, trace_);
}

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

void Receivers::beat(const alarms::Record& heartbeat) {
    for (const auto& one : all_) one->delivery.beat(heartbeat);
}

bool Receivers::busy() const {
    return std::ranges::any_of(all_, [](const auto& one) { return one->responsive() && !one->delivery.idle(); });
}

std::shared_ptr<const std::vector<ReceiverState>> Receivers::states() const {
    if (all_.empty()) return nullptr;
    auto states = std::make_shared<std::vector<ReceiverState>>();
    for (const auto& one : all_) states->push_back(one->state());
    return states;
}

}  // namespace drs::mib
