// SPDX-License-Identifier: Apache-2.0
#include "local/agent.hpp"

#include <algorithm>

#include "runtime/child_program.hpp"
#include "runtime/error.hpp"
#include "runtime/tls.hpp"
#include "storage/archive/tar.hpp"
#include "storage/config/config.hpp"
#include "wire/codec.hpp"

namespace drs::local {

using runtime::Awaitable;

namespace {

constexpr auto connect_limit = std::chrono::seconds(10);
constexpr auto first_pause = std::chrono::milliseconds(250);
constexpr auto longest_pause = std::chrono::milliseconds(15000);
/// A Master that sends what none should is told at most so often.
constexpr auto violation_quiet = std::chrono::minutes(1);

runtime::TlsFiles tls_files(const runtime::Paths& paths) { return {paths.authority_certificate(), paths.node_certificate(), paths.node_key()}; }

}  // namespace

NodeConfiguration read_node_configuration(const runtime::Settings& settings) {
    return {storage::read_product(settings.paths.product_file(), runtime::answer_of), read_registration(settings.paths.components())};
}

Agent::Agent(const runtime::Executor& executor, const runtime::Settings& settings, alarms::Alarms& alarms, alarms::Spool& spool, trace::Trace& trace)
    : executor_(executor), settings_(settings), alarms_(alarms), trace_(trace), forwarder_(executor, spool),
      configuration_(read_node_configuration(settings)), reader_(executor, "drs-reader"), stopped_event_(executor) {
    // The Master's first start makes the certificates: until then there is nothing to look at. One that is there and no good never will be.
    if (std::filesystem::exists(settings.paths.authority_certificate())) runtime::check_tls_files(tls_files(settings.paths));
}

void Agent::sweep() {
    for (const auto& [key, definition] : configuration_.registration.components) {
        if (definition.paths.empty()) continue;
        if (const auto gone = storage::sweep_restore_scratch(definition.paths); gone > 0)
            trace_.info("Agent.sweep", "removed {} scratch directories that a broken restore of {} left", gone, key.text());
    }
}

Awaitable<void> Agent::run() {
    sweep();
    for (const auto& problem : configuration_.registration.problems) trace_.error("Agent.run", "not registered: {}", problem);
    while (!stopped_) {
        try {
            co_await connect_and_serve();
        } catch (const std::exception& e) {
            if (stopped_) break;
            report_lost(e);
        }
        session_.reset();
        const auto pause = std::min(longest_pause, first_pause * (1 << std::min(failures_, 6u)));
        co_await stopped_event_.wait_for(pause);
    }
    session_.reset();
}

Awaitable<void> Agent::connect_and_serve() {
    const auto files = tls_files(settings_.paths);
    auto stream = co_await runtime::connect_tls(executor_, settings_.master.address, settings_.master.port, files, connect_limit);
    if (stopped_) co_return;
    session_ = std::make_unique<Session>(executor_, std::move(stream), settings_, configuration_.product, forwarder_, trace_);
    co_await session_->begin(configuration_.registration);
    failures_ = 0;
    trace_.info("Agent.connect", "connected to the Master at {}:{} {{STATE_IDLE}}", settings_.master.address, settings_.master.port);
    away_since_.reset();
    clear(alarms::AlarmId::la2ma_failure, "connected to the Master again");
    clear(alarms::AlarmId::truststore_missing, "connected to the Master again");
    co_await session_->serve();
}

void Agent::report_lost(const std::exception& failure) {
    ++failures_;
    trace_.warn("Agent.connect", "no connection to the Master at {}:{}: {} {{STATE_DISCONNECTED}}", settings_.master.address,
                settings_.master.port, failure.what());
    const auto now = std::chrono::steady_clock::now();
    if (dynamic_cast<const wire::ProtocolError*>(&failure) && (!told_violation_ || now - *told_violation_ >= violation_quiet)) {
        told_violation_ = now;
        raise(alarms::AlarmId::security_violation, std::string("a message from the Master was thrown away: ") + failure.what());
    }
    // One that is only being restarted is no alarm.
    if (!away_since_) away_since_ = now;
    if (now - *away_since_ < settings_.alarm.absence) return;
    const auto* error = dynamic_cast<const runtime::Error*>(&failure);
    const bool no_trust = error != nullptr && error->fault() == runtime::Fault::file;  // only our own certificates and keys are files here
    raise(no_trust ? alarms::AlarmId::truststore_missing : alarms::AlarmId::la2ma_failure, failure.what());
}

void Agent::raise(alarms::AlarmId id, const std::string& reason) {
    alarms::Detail detail;
    detail.node = settings_.node;
    detail.reason = reason;
    alarms_.raise(id, std::move(detail));
}

void Agent::clear(alarms::AlarmId id, const std::string& reason) {
    alarms::Detail detail;
    detail.node = settings_.node;
    detail.reason = reason;
    alarms_.clear(id, std::move(detail));
}

Awaitable<void> Agent::reload() {
    const auto read = [this] { return read_node_configuration(settings_); };
    auto configuration = co_await reader_.run(read);
    std::swap(configuration, configuration_);
    for (const auto& problem : configuration_.registration.problems) trace_.error("Agent.reload", "not registered: {}", problem);
    if (session_) co_await session_->register_again(configuration_.registration);
    if (configuration.product != configuration_.product) tell_product();
}

void Agent::tell_product() {
    const auto& [name, version, flavour, deployment] = configuration_.product;
    trace_.info("Agent.tell_product", "this node now runs {} {} {} {}", name, version, flavour, deployment);
    if (!session_) return;
    if (session_->idle()) session_->close();  // a hello is said at the beginning of a connection only
    else trace_.warn("Agent.tell_product", "a component is running; the Master hears of the new product at the next connection");
}

void Agent::stop() {
    stopped_ = true;
    stopped_event_.notify_all();
    if (session_) session_->close();
}

}  // namespace drs::local
