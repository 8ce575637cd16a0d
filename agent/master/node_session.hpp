// SPDX-License-Identifier: Apache-2.0
// The Master's side of one Local Agent's connection.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "alarms/alarms.hpp"
#include "master/remote_component.hpp"
#include "runtime/task_group.hpp"
#include "trace/trace.hpp"
#include "wire/connection.hpp"

namespace drs::master {

class NodeSession {
public:
    NodeSession(const runtime::Executor& executor, std::unique_ptr<runtime::Stream> stream, alarms::Alarms& alarms, trace::Trace& trace);

    /// Waits for the node's hello.
    runtime::Awaitable<wire::Hello> receive_hello();
    runtime::Awaitable<void> welcome(const std::string& master_node);
    runtime::Awaitable<void> refuse(std::string reason);
    /// Serves the connection until it ends; throws what ended it. Registrations go to `on_registration`.
    using OnRegistration = std::function<runtime::Awaitable<void>(wire::Registration)>;
    runtime::Awaitable<void> serve(OnRegistration on_registration);

    runtime::Awaitable<std::unique_ptr<RemoteComponent>> start(wire::BackupComponent order);
    runtime::Awaitable<std::unique_ptr<RemoteComponent>> start(wire::RestoreComponent order);
    /// Throws runtime::Error when the connection ends.
    runtime::Awaitable<void> forget(wire::ForgetLogs order);

    /// Says it in its turn; of several that wait only the newest. What is not said when the connection ends is lost with it.
    void tell(wire::TraceLevels levels);

    std::string peer() const { return connection_.peer(); }
    void close() noexcept { connection_.close(); }

private:
    runtime::Awaitable<void> read_messages(OnRegistration& on_registration);
    runtime::Awaitable<void> ping();
    runtime::Awaitable<void> tell_levels();
    runtime::Awaitable<void> take_alarm(wire::AlarmReport report);
    void dispatch(wire::Message& message);
    std::unique_ptr<RemoteComponent> make_component();

    runtime::Executor executor_;
    alarms::Alarms& alarms_;
    trace::Trace& trace_;
    wire::Connection connection_;
    std::string node_;  // as its hello says; whoever serves it has compared that with the certificate
    runtime::TaskGroup tasks_;
    runtime::Event closing_;
    std::shared_ptr<std::map<wire::StreamId, RemoteComponent*>> components_;  // shared: a component may outlive the session
    wire::StreamId next_stream_ = 1;
    std::optional<wire::TraceLevels> levels_;  // to be told
    bool telling_ = false;
    bool ended_ = false;
};

}  // namespace drs::master
