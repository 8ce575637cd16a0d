// SPDX-License-Identifier: Apache-2.0
// Where Local Agents connect: TCP with TLS, known nodes only.
#pragma once

#include "master/control_service.hpp"
#include "master/strangers.hpp"
#include "runtime/tls.hpp"

namespace drs::master {

class NodeListener {
public:
    /// Listens at once; throws runtime::Error(network) when the port is in use.
    NodeListener(Means means, ControlService& service);
    runtime::Awaitable<void> run();
    runtime::Awaitable<void> stop();
    /// Where it listens: with port 0 in the settings the kernel chose one.
    std::uint16_t port() const { return listener_.port(); }

private:
    runtime::Awaitable<void> serve(std::unique_ptr<runtime::TlsListener::Incoming> incoming);
    runtime::Awaitable<void> serve_node(std::shared_ptr<NodeSession> session, std::string certified, std::string peer);
    RegisteredNode* admitted(const wire::Hello& hello, const std::string& certified, std::string& why_not);
    void came(RegisteredNode& node, const wire::Hello& hello, std::shared_ptr<NodeSession> session);
    void went(RegisteredNode& node, const NodeSession& session, const std::string& reason);
    void registered(RegisteredNode& node, const wire::Registration& registration, const std::string& peer);
    /// Raises UnknownClient for a client that was turned away, unless its address was told a moment ago. `node`: what it calls itself, if it came so far.
    void turned_away(const std::string& peer, const std::string& node, const std::string& why);
    /// Raises SecurityViolation for a message that no proper agent sends, once a minute for an address.
    void blocked(const std::string& peer, const std::string& certified, const std::string& what);
    /// Our own certificate or key cannot be used, or can again.
    void trust_lost(const std::string& reason);
    void trust_is_here();
    void raise(alarms::AlarmId id, const std::string& node, const std::string& reason);

    Means means_;
    ControlService& service_;
    runtime::TlsListener listener_;
    Strangers strangers_, violators_;
    runtime::TaskGroup tasks_;
};

}  // namespace drs::master
