// SPDX-License-Identifier: Apache-2.0
// The command line's door to the control service: a Unix socket, one request a connection, the caller's uid checked.
#pragma once

#include "control/codec.hpp"
#include "runtime/settings.hpp"
#include "runtime/task_group.hpp"
#include "runtime/unix_listener.hpp"
#include "trace/trace.hpp"

namespace drs::master {

class ControlServer {
public:
    ControlServer(const runtime::Executor& executor, const runtime::Settings& settings, control::Service& service, trace::Trace& trace);
    runtime::Awaitable<void> run();
    runtime::Awaitable<void> stop();

private:
    runtime::Awaitable<void> serve(std::shared_ptr<runtime::UnixConnection> connection);
    runtime::Awaitable<control::Answer> answer(const std::string& line, const runtime::PeerIdentity& peer);
    runtime::Awaitable<control::Answer> perform(control::Request request, control::Caller caller);

    runtime::Executor executor_;
    const runtime::Settings& settings_;
    control::Service& service_;
    trace::Trace& trace_;
    runtime::UnixListener listener_;
    runtime::TaskGroup tasks_;
};

}  // namespace drs::master
