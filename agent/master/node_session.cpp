// SPDX-License-Identifier: Apache-2.0
#include "master/node_session.hpp"

#include <algorithm>

#include "alarms/app_id.hpp"
#include "runtime/deadline.hpp"
#include "runtime/error.hpp"
#include "wire/codec.hpp"

namespace drs::master {

using runtime::Awaitable;

namespace {

constexpr auto hello_limit = std::chrono::seconds(10);
constexpr std::uint32_t ping_seconds = 5;
constexpr auto silence_limit = std::chrono::seconds(3 * ping_seconds);

alarms::Record proper_record(const std::vector<std::byte>& bytes) {
    try {
        return alarms::decode_record(bytes);
    } catch (const runtime::Error& e) {
        throw wire::ProtocolError(std::string("an alarm is reported in no form that we know: ") + e.what());
    }
}

/// It is shown to operators, and sent back to have the log removed.
void check_log_path(const std::string& path) {
    const bool leaves = path.starts_with('/') || path.find("..") != std::string::npos;
    const bool prints = std::all_of(path.begin(), path.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
    if (leaves || !prints) throw wire::ProtocolError("a component's log is said to lie where none can lie");
}

}  // namespace

NodeSession::NodeSession(const runtime::Executor& executor, std::unique_ptr<runtime::Stream> stream, alarms::Alarms& alarms, trace::Trace& trace)
    : executor_(executor), alarms_(alarms), trace_(trace), connection_(executor, std::move(stream)),
      tasks_(executor, [&trace](const std::string& name, const std::string& what) { trace.debug("NodeSession.task", "{}: {}", name, what); }),
      closing_(executor), components_(std::make_shared<std::map<wire::StreamId, RemoteComponent*>>()) {}

Awaitable<wire::Hello> NodeSession::receive_hello() {
    runtime::Deadline deadline(executor_, hello_limit, [this] { connection_.close(); });
    auto message = co_await connection_.receive();
    auto* hello = std::get_if<wire::Hello>(&message);
    if (hello == nullptr) throw wire::ProtocolError("the client's first message is no hello");
    node_ = hello->node;
    co_return std::move(*hello);
}

Awaitable<void> NodeSession::welcome(const std::string& master_node) {
    wire::Welcome welcome;
    welcome.master_node = master_node;
    welcome.ping_seconds = ping_seconds;
    co_await connection_.send(std::move(welcome));
}

Awaitable<void> NodeSession::refuse(std::string reason) {
    wire::Refused refused{std::move(reason)};
    co_await connection_.send(std::move(refused));
}

Awaitable<void> NodeSession::serve(OnRegistration on_registration) {
    tasks_.spawn("ping", ping());
    std::exception_ptr failure;
    std::string reason;
    try {
        co_await read_messages(on_registration);
    } catch (const std::exception& e) {
        failure = std::current_exception();
        reason = e.what();
    }
    ended_ = true;
    connection_.close();
    const auto lost = *components_;  // on_lost may make their owners drop them
    for (const auto& [stream, component] : lost) component->on_lost(reason);
    tasks_.cancel();
    co_await tasks_.join(std::chrono::seconds(5));
    std::rethrow_exception(failure);
}

Awaitable<void> NodeSession::ping() {
    for (;;) {
        co_await closing_.wait_for(std::chrono::seconds(ping_seconds));
        wire::Ping ping;
        co_await connection_.send(ping);
    }
}

Awaitable<void> NodeSession::read_messages(OnRegistration& on_registration) {
    runtime::Deadline silence(executor_, silence_limit, [this] { connection_.close(); });
    for (;;) {
        auto message = co_await connection_.receive();
        silence.extend();
        if (auto* registration = std::get_if<wire::Registration>(&message)) {
            co_await on_registration(std::move(*registration));
        } else if (auto* alarm = std::get_if<wire::AlarmReport>(&message)) {
            co_await take_alarm(std::move(*alarm));
        } else {
            dispatch(message);
        }
    }
}

Awaitable<void> NodeSession::take_alarm(wire::AlarmReport report) {
    auto record = proper_record(report.record);
    record.reporting_node = node_;  // a node speaks for itself only
    record.app_id = alarms::local_agent_id;
    alarms_.relay(std::move(record));
    wire::AlarmTaken taken{report.sequence};
    co_await connection_.send(taken);
}

void NodeSession::dispatch(wire::Message& message) {
    const auto component_of = [this](wire::StreamId stream) -> RemoteComponent* {
        const auto place = components_->find(stream);
        return place == components_->end() ? nullptr : place->second;  // none: it ended here, and its last messages were on their way
    };
    if (auto* data = std::get_if<wire::Data>(&message)) {
        if (auto* component = component_of(data->stream)) component->on_data(std::move(data->bytes));
    } else if (auto* end = std::get_if<wire::End>(&message)) {
        if (auto* component = component_of(end->stream)) component->on_end();
    } else if (auto* credit = std::get_if<wire::Credit>(&message)) {
        if (auto* component = component_of(credit->stream)) component->on_credit(credit->bytes);
    } else if (auto* progress = std::get_if<wire::Progress>(&message)) {
        if (auto* component = component_of(progress->stream)) component->on_progress(*progress);
    } else if (auto* ready = std::get_if<wire::Ready>(&message)) {
        if (auto* component = component_of(ready->stream)) component->on_ready();
    } else if (auto* finished = std::get_if<wire::Finished>(&message)) {
        check_log_path(finished->log_file);
        if (auto* component = component_of(finished->stream)) component->on_finished(std::move(*finished));
    } else if (!std::holds_alternative<wire::Pong>(message)) {
        throw wire::ProtocolError(connection_.peer() + " sent a message that is not for a Master");
    }
}

std::unique_ptr<RemoteComponent> NodeSession::make_component() {
    if (ended_) throw NodeLost("the node is not connected");
    const auto stream = next_stream_++;
    auto component = std::make_unique<RemoteComponent>(executor_, connection_, stream);
    components_->emplace(stream, component.get());
    component->on_gone = [components = components_, stream] { components->erase(stream); };
    return component;
}

Awaitable<std::unique_ptr<RemoteComponent>> NodeSession::start(wire::BackupComponent order) {
    auto component = make_component();
    order.stream = next_stream_ - 1;
    co_await connection_.send(std::move(order));
    co_await component->open_window();
    co_return component;
}

Awaitable<std::unique_ptr<RemoteComponent>> NodeSession::start(wire::RestoreComponent order) {
    auto component = make_component();
    order.stream = next_stream_ - 1;
    co_await connection_.send(std::move(order));
    co_return component;
}

void NodeSession::tell(wire::TraceLevels levels) {
    const bool told_already = std::exchange(levels_, std::move(levels)).has_value();
    if (!told_already && !telling_) tasks_.spawn("telling trace levels", tell_levels());
}

Awaitable<void> NodeSession::tell_levels() {
    telling_ = true;
    while (levels_) {
        auto levels = *std::exchange(levels_, std::nullopt);
        co_await connection_.send(std::move(levels));
    }
    telling_ = false;
}

Awaitable<void> NodeSession::forget(wire::ForgetLogs order) { co_await connection_.send(std::move(order)); }

}  // namespace drs::master
