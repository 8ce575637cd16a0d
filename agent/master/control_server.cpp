// SPDX-License-Identifier: Apache-2.0
#include "master/control_server.hpp"

#include <fmt/format.h>
#include <string.h>

#include "runtime/deadline.hpp"

namespace drs::master {

using control::Kind;
using control::Refusal;
using runtime::Awaitable;

namespace {

constexpr auto request_limit = std::chrono::seconds(10);

void wipe(std::string& text) { explicit_bzero(text.data(), text.size()); }

/// The request's line, without its end; nothing when the caller went away before it was whole.
Awaitable<std::optional<std::string>> read_line(runtime::Stream& stream) {
    std::string line;
    char buffer[4096];
    for (;;) {
        const auto room = std::as_writable_bytes(std::span(buffer));
        const auto got = co_await stream.read_some(room);
        if (got == 0) co_return std::nullopt;
        line.append(buffer, got);
        if (const auto end = line.find('\n'); end != std::string::npos) {
            line.resize(end);
            explicit_bzero(buffer, sizeof buffer);
            co_return line;
        }
        if (line.size() > control::longest_request) co_return line;  // which is then refused for its length
    }
}

}  // namespace

ControlServer::ControlServer(Means means, control::Service& service)
    : means_(std::move(means)), service_(service), listener_(means_.executor, means_.settings.paths.control_socket()),
      tasks_(means_.executor, [this](const std::string& name, const std::string& what) { means_.trace.debug("ControlServer.task", "{}: {}", name, what); }) {}

Awaitable<void> ControlServer::run() {
    for (;;) {
        auto accepted = co_await listener_.accept();
        const auto connection = std::make_shared<runtime::UnixConnection>(std::move(accepted));
        const auto name = "request of " + connection->peer.text();
        tasks_.spawn(name, serve(connection));
    }
}

Awaitable<void> ControlServer::stop() {
    listener_.close();
    tasks_.cancel();
    co_await tasks_.join(std::chrono::seconds(5));
}

Awaitable<void> ControlServer::serve(std::shared_ptr<runtime::UnixConnection> connection) {
    std::optional<std::string> line;
    {
        runtime::Deadline deadline(means_.executor, request_limit, [&] { connection->stream->close(); });
        line = co_await read_line(*connection->stream);
    }
    if (!line) co_return;
    const auto reply = co_await answer(*line, connection->peer);
    wipe(*line);
    auto text = control::encode(reply);
    text += '\n';
    const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
    co_await connection->stream->write(bytes);
}

Awaitable<control::Answer> ControlServer::answer(const std::string& line, const runtime::PeerIdentity& peer) {
    auto internal = alarms::AlarmId::internal_process_failure;
    try {
        if (!runtime::may_operate(peer.uid, means_.settings.operators))
            throw Refusal(Kind::not_permitted, peer.text() + " may not operate this system; ask root or join the operators' group");
        auto request = decoded(line, peer);
        if (std::holds_alternative<control::RestoreRequest>(request)) internal = alarms::AlarmId::restore_internal_error;
        control::Caller caller{model::Trigger::cli, peer.text(), peer.uid == 0};
        co_return co_await perform(std::move(request), std::move(caller));
    } catch (const Refusal& e) {
        co_return e;
    } catch (const std::exception& e) {
        tell_failure(internal, fmt::format("a request of {} failed: {}", peer.text(), e.what()));
        co_return Refusal(Kind::internal, e.what());
    }
}

control::Request ControlServer::decoded(const std::string& line, const runtime::PeerIdentity& peer) {
    try {
        return control::decode_request(line);
    } catch (const Refusal& e) {
        const auto sentence = fmt::format("a request of {} on the control socket was thrown away: {}", peer.text(), e.what());
        means_.trace.error("ControlServer.decoded", "{}", sentence);
        if (const auto untold = violators_.came(peer.text(), means_.clock.now())) tell_failure(alarms::AlarmId::security_violation, sentence + words_of(*untold));
        throw;
    }
}

void ControlServer::tell_failure(alarms::AlarmId id, const std::string& sentence) {
    alarms::Detail detail;
    detail.reason = sentence;
    detail.node = means_.settings.node;
    means_.alarms.raise(id, std::move(detail));
}

Awaitable<control::Answer> ControlServer::perform(control::Request request, control::Caller caller) {
    using namespace control;
    if (auto* r = std::get_if<SetsQuery>(&request)) co_return co_await service_.sets(std::move(r->device), caller);
    if (auto* r = std::get_if<BackupRequest>(&request)) co_return co_await service_.start_backup(std::move(*r), caller);
    if (auto* r = std::get_if<RestoreRequest>(&request)) co_return co_await service_.start_restore(std::move(*r), caller);
    if (auto* r = std::get_if<AddDeviceRequest>(&request)) co_return co_await service_.add_device(std::move(r->device), caller);
    if (auto* r = std::get_if<RemoveDeviceRequest>(&request)) co_return Removed{service_.remove_device(r->name, caller)};
    if (auto* r = std::get_if<AddScheduleRequest>(&request)) co_return service_.add_schedule(std::move(r->schedule), caller);
    if (auto* r = std::get_if<ChangeScheduleRequest>(&request)) co_return service_.change_schedule(r->name, std::move(r->change), caller);
    if (auto* r = std::get_if<RemoveSchedulesRequest>(&request)) co_return Removed{service_.remove_schedules(r->names, caller)};
    if (auto* r = std::get_if<EnableSchedulesRequest>(&request)) co_return Switched{service_.enable_schedules(r->names, r->enabled, caller)};
    if (auto* r = std::get_if<RemoveNodeRequest>(&request)) co_return Removed{service_.remove_node(r->name, caller)};
    if (auto* r = std::get_if<SetTraceLevel>(&request)) co_return service_.set_trace_level(*r, caller);
    if (auto* r = std::get_if<EstimateQuery>(&request)) co_return service_.estimate(r->features);
    if (auto* r = std::get_if<AlarmQuery>(&request)) co_return service_.alarms(*r);
    if (auto* r = std::get_if<AlarmLogQuery>(&request)) co_return service_.alarm_log(*r);
    if (auto* r = std::get_if<AcknowledgeRequest>(&request)) co_return service_.acknowledge(*r, caller);
    if (auto* r = std::get_if<TestAlarmRequest>(&request)) co_return service_.test_alarm(r->alarm, caller);
    if (auto* r = std::get_if<AlarmHelpQuery>(&request)) co_return service_.describe_alarms(r->alarm);
    if (auto* r = std::get_if<CancelRequest>(&request)) {
        service_.cancel(r->kind, r->mode, caller);
        co_return Done{};
    }
    co_return service_.snapshot();
}

}  // namespace drs::master
