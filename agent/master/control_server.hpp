// SPDX-License-Identifier: Apache-2.0
// The command line's door to the control service: a Unix socket, one request a connection, the caller's uid checked.
#pragma once

#include "control/codec.hpp"
#include "master/operation.hpp"
#include "master/strangers.hpp"
#include "runtime/task_group.hpp"
#include "runtime/unix_listener.hpp"

namespace drs::master {

class ControlServer {
public:
    ControlServer(Means means, control::Service& service);
    runtime::Awaitable<void> run();
    runtime::Awaitable<void> stop();

private:
    runtime::Awaitable<void> serve(std::shared_ptr<runtime::UnixConnection> connection);
    runtime::Awaitable<control::Answer> answer(const std::string& line, const runtime::PeerIdentity& peer);
    /// Throws Refusal when it is no request; then raises SecurityViolation too, for no face of ours sends such a thing, once a minute for a caller.
    control::Request decoded(const std::string& line, const runtime::PeerIdentity& peer);
    void tell_failure(alarms::AlarmId id, const std::string& sentence);
    runtime::Awaitable<control::Answer> perform(control::Request request, control::Caller caller);

    Means means_;
    control::Service& service_;
    Strangers violators_;
    runtime::UnixListener listener_;
    runtime::TaskGroup tasks_;
};

}  // namespace drs::master
