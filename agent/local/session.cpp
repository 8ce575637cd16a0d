// SPDX-License-Identifier: Apache-2.0
#include "local/session.hpp"

#include "local/component_log.hpp"
#include "runtime/deadline.hpp"
#include "runtime/error.hpp"
#include "runtime/trace_options.hpp"

namespace drs::local {

using runtime::Awaitable;

namespace {

constexpr auto answer_limit = std::chrono::seconds(10);
/// Programs are killed and files put back in this time, or we say so in the trace and wait on.
constexpr auto stop_grace = std::chrono::seconds(30);

}  // namespace

Session::Session(const runtime::Executor& executor, std::unique_ptr<runtime::Stream> stream, const runtime::Settings& settings,
                 model::ProductIdentity product, AlarmForwarder& forwarder, trace::Trace& trace)
    : executor_(executor), settings_(settings), product_(std::move(product)), forwarder_(forwarder), trace_(trace),
      connection_(executor, std::move(stream)),
      tasks_(executor, [&trace](const std::string& name, const std::string& what) { trace.warn("Session.task", "{}: {}", name, what); }),
      streams_(executor, connection_, tasks_, {settings.node, settings.paths.component_log(), std::string(component_log_prefix), settings.paths.platform_lock()}, trace) {}

Awaitable<void> Session::begin(const Registration& registration) {
    runtime::Deadline deadline(executor_, answer_limit, [this] { connection_.close(); });
    wire::Hello hello;
    hello.node = settings_.node;
    hello.product = product_;
    hello.agent_version = DRS_VERSION;
    co_await connection_.send(std::move(hello));
    const auto answer = co_await connection_.receive();
    if (const auto* refused = std::get_if<wire::Refused>(&answer))
        throw runtime::Error(runtime::Fault::trust, "the Master at " + connection_.peer() + " refuses this node: " + refused->reason);
    const auto* welcome = std::get_if<wire::Welcome>(&answer);
    if (welcome == nullptr) throw runtime::Error(runtime::Fault::network, connection_.peer() + " does not answer as a Master does");
    ping_seconds_ = std::max(1u, welcome->ping_seconds);
    trace_.set_levels(runtime::trace_levels(settings_));  // this Master says next what is set at run time
    co_await register_again(registration);
}

Awaitable<void> Session::register_again(const Registration& registration) {
    components_ = registration.components;
    wire::Registration message;
    for (const auto& [key, definition] : components_) message.components.push_back(definition.component);
    message.problems = registration.problems;
    co_await connection_.send(std::move(message));
}

Awaitable<void> Session::serve() {
    tasks_.spawn("forwarding alarms", forwarder_.run(connection_));
    std::exception_ptr failure;
    try {
        co_await read_messages();
    } catch (...) {
        failure = std::current_exception();
    }
    connection_.close();
    streams_.stop_all("the connection to the Master ended");
    tasks_.cancel();
    for (;;) {
        const bool all_ended = co_await tasks_.join(stop_grace);
        if (all_ended) break;
        trace_.warn("Session.serve", "a component's run does not end; still waiting");
    }
    std::rethrow_exception(failure);
}

Awaitable<void> Session::read_messages() {
    runtime::Deadline silence(executor_, std::chrono::seconds(3 * ping_seconds_), [this] { connection_.close(); });
    for (;;) {
        auto message = co_await connection_.receive();
        silence.extend();
        if (std::holds_alternative<wire::Ping>(message)) {
            wire::Pong pong;
            co_await connection_.send(pong);
        } else {
            dispatch(message);
        }
    }
}

template <class Order>
void Session::start(Order& order) {
    const auto known = components_.find(order.key);
    if (known == components_.end()) {
        tasks_.spawn("refusing " + order.key.text(), refuse(order.stream, "component " + order.key.text() + " is not registered on this node"));
        return;
    }
    auto definition = known->second;
    streams_.start(std::move(definition), std::move(order));
}

void Session::dispatch(wire::Message& message) {
    if (auto* backup = std::get_if<wire::BackupComponent>(&message)) return start(*backup);
    if (auto* restore = std::get_if<wire::RestoreComponent>(&message)) return start(*restore);
    if (auto* taken = std::get_if<wire::AlarmTaken>(&message)) return forwarder_.on_taken(taken->sequence);
    if (auto* forget = std::get_if<wire::ForgetLogs>(&message)) return forget_logs(forget->log_files);
    if (auto* levels = std::get_if<wire::TraceLevels>(&message)) return set_trace_levels(*levels);
    const auto stream_of = [this](wire::StreamId id) { return streams_.find(id); };
    if (auto* credit = std::get_if<wire::Credit>(&message)) {
        if (auto* stream = stream_of(credit->stream)) stream->on_credit(credit->bytes);
    } else if (auto* data = std::get_if<wire::Data>(&message)) {
        if (auto* stream = stream_of(data->stream)) stream->on_data(std::move(data->bytes));
    } else if (auto* end = std::get_if<wire::End>(&message)) {
        if (auto* stream = stream_of(end->stream)) stream->on_end();
    } else if (auto* commit = std::get_if<wire::Commit>(&message)) {
        if (auto* stream = stream_of(commit->stream)) stream->on_commit();
    } else if (auto* cancel = std::get_if<wire::Cancel>(&message)) {
        if (auto* stream = stream_of(cancel->stream)) stream->stop(cancel->reason);
    } else {
        trace_.warn("Session.dispatch", "the Master sent a message that is not for a Local Agent");
    }
}

void Session::set_trace_levels(const wire::TraceLevels& wanted) {
    runtime::AreaLevels set{};
    for (const auto& [area, level] : wanted.levels) {
        const auto known = trace::area_named(area);
        if (!known) {
            trace_.info("Session.set_trace_levels", "the Master sets the trace level of {}, an area that this agent does not have", area);
            continue;
        }
        try {
            set[static_cast<std::size_t>(*known)] = trace::level_named(level);
        } catch (const std::invalid_argument&) {
            trace_.warn("Session.set_trace_levels", "the Master sets the trace level of {} to {}, which is none; it is as drs.conf says", area, level);
        }
    }
    trace_.set_levels(runtime::trace_levels(settings_, set));
    trace_.info("Session.set_trace_levels", "the Master has set the trace levels of {} areas", wanted.levels.size());
}

void Session::forget_logs(const std::vector<std::string>& log_files) {
    for (const auto& file : log_files)
        if (!remove_component_log(settings_.paths.component_log(), component_log_prefix, file))
            trace_.warn("Session.forget_logs", "the Master names {} as a component's log; it is left as it is", file);
}

Awaitable<void> Session::refuse(wire::StreamId stream, std::string reason) {
    wire::Finished finished;
    finished.stream = stream;
    finished.reason = std::move(reason);
    co_await connection_.send(std::move(finished));
}

}  // namespace drs::local
