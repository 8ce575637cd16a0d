// SPDX-License-Identifier: Apache-2.0
#include "master/node_listener.hpp"

#include <fmt/format.h>

#include <boost/asio/error.hpp>

#include "model/names.hpp"
#include "runtime/error.hpp"
#include "storage/config/config.hpp"
#include "wire/codec.hpp"

namespace drs::master {

using alarms::AlarmId;
using runtime::Awaitable;

namespace {

constexpr auto handshake_limit = std::chrono::seconds(10);

runtime::TlsFiles files_of(const runtime::Paths& paths) {
    return {paths.authority_certificate(), paths.master_certificate(), paths.master_key()};
}

/// `127.0.0.1:4711` without its port.
std::string address_of(const std::string& peer) { return peer.substr(0, peer.rfind(':')); }

}  // namespace

NodeListener::NodeListener(Means means, ControlService& service)
    : means_(std::move(means)), service_(service),
      listener_(means_.executor, means_.settings.master.address, means_.settings.master.port, files_of(means_.settings.paths)),
      tasks_(means_.executor, [this](const std::string& name, const std::string& what) { means_.trace.warn("NodeListener.task", "{}: {}", name, what); }) {}

Awaitable<void> NodeListener::run() {
    for (;;) {
        auto incoming = co_await listener_.accept();
        const auto name = "connection of " + incoming->peer();
        tasks_.spawn(name, serve(std::move(incoming)));
    }
}

Awaitable<void> NodeListener::stop() {
    listener_.close();
    for (const auto& [name, node] : means_.nodes.all())
        if (node.session) node.session->close();
    tasks_.cancel();
    co_await tasks_.join(std::chrono::seconds(5));
}

Awaitable<void> NodeListener::serve(std::unique_ptr<runtime::TlsListener::Incoming> incoming) {
    const auto peer = incoming->peer();
    std::unique_ptr<runtime::TlsStream> stream;
    try {
        stream = co_await incoming->handshake(handshake_limit);
    } catch (const runtime::Error& e) {
        if (e.fault() == runtime::Fault::trust) turned_away(peer, "", e.what());
        else if (e.fault() == runtime::Fault::file) trust_lost(e.what());
        else throw;  // one that only went away is nobody
        co_return;
    }
    trust_is_here();
    const auto certified = stream->peer_name();
    const auto session = std::make_shared<NodeSession>(means_.executor, std::move(stream), means_.alarms, means_.trace);
    try {
        co_await serve_node(session, certified, peer);
    } catch (const wire::ProtocolError& e) {
        blocked(peer, certified, e.what());
    }
}

RegisteredNode* NodeListener::admitted(const wire::Hello& hello, const std::string& certified, std::string& why_not) {
    auto* node = means_.nodes.find(hello.node);
    if (hello.protocol != wire::protocol_version)
        why_not = fmt::format("it speaks protocol {}, this Master {}; install the same release on both", hello.protocol, wire::protocol_version);
    else if (node == nullptr)
        why_not = fmt::format("`{}` is not a node of this cluster", hello.node);
    else if (const auto wrong = storage::wrong_product(hello.product))
        why_not = *wrong + "; see its etc/drs/product.xml";
    else if (certified != hello.node)
        why_not = fmt::format("it calls itself {} but its certificate is {}'s", hello.node, certified);
    else if (node->session)
        why_not = fmt::format("node {} is connected already", hello.node);
    return why_not.empty() ? node : nullptr;
}

Awaitable<void> NodeListener::serve_node(std::shared_ptr<NodeSession> session, std::string certified, std::string peer) {
    const auto hello = co_await session->receive_hello();
    if (const auto wrong = model::wrong_host_name(hello.node)) throw wire::ProtocolError("in a hello a " + *wrong);
    std::string why_not;
    auto* node = admitted(hello, certified, why_not);
    if (node == nullptr) {
        turned_away(peer, hello.node, why_not);
        co_await session->refuse(why_not);
        co_return;
    }
    co_await session->welcome(means_.settings.node);
    came(*node, hello, session);
    std::string reason;
    try {
        auto on_registration = [this, node, peer](wire::Registration registration) -> Awaitable<void> {
            registered(*node, registration, peer);
            co_return;
        };
        co_await session->serve(on_registration);
    } catch (const wire::ProtocolError& e) {
        reason = e.what();
        blocked(peer, certified, reason);
    } catch (const std::exception& e) {
        reason = e.what();
    }
    went(*node, *session, reason);
}

void NodeListener::came(RegisteredNode& node, const wire::Hello& hello, std::shared_ptr<NodeSession> session) {
    node.session = std::move(session);
    node.node.product = hello.product;
    node.node.agent_version = hello.agent_version;
    node.node.address = address_of(node.session->peer());
    node.node.connected = true;
    node.node.since = node.node.last_seen = means_.clock.now();
    const auto& [name, version, flavour, deployment] = hello.product;
    means_.trace.info("NodeListener.came", "node {} connected from {}, product {} {} {} {}", hello.node, node.session->peer(), name, version, flavour, deployment);
    service_.node_came(node);
}

void NodeListener::went(RegisteredNode& node, const NodeSession& session, const std::string& reason) {
    if (node.session.get() != &session) return;
    node.session.reset();
    node.node.connected = false;
    node.node.since = node.node.last_seen = means_.clock.now();
    means_.trace.warn("NodeListener.went", "node {} is gone: {}", node.node.name, reason);
    service_.nodes_changed();
}

/// The connection goes on: whoever sent it may still have what it registered before.
void NodeListener::registered(RegisteredNode& node, const wire::Registration& registration, const std::string& peer) {
    try {
        service_.register_node(node, registration);
    } catch (const wire::ProtocolError& e) {
        blocked(peer, node.node.name, e.what());
    }
}

void NodeListener::turned_away(const std::string& peer, const std::string& node, const std::string& why) {
    const auto address = address_of(peer);
    const auto untold = strangers_.came(address, means_.clock.now());
    if (untold) raise(AlarmId::unknown_client, node, fmt::format("a client at {} was refused: {}{}", address, why, words_of(*untold)));
    else means_.trace.info("NodeListener.turned_away", "a client at {} was refused: {}", peer, why);
}

void NodeListener::blocked(const std::string& peer, const std::string& certified, const std::string& what) {
    means_.trace.error("NodeListener.blocked", "a message from {} with the certificate of {} was thrown away: {}", peer, certified, what);
    const auto address = address_of(peer);
    if (const auto untold = violators_.came(address, means_.clock.now()))
        raise(AlarmId::security_violation, certified,
              fmt::format("a message from {} with the certificate of {} was thrown away: {}{}", address, certified, what, words_of(*untold)));
}

void NodeListener::trust_lost(const std::string& reason) {
    raise(AlarmId::truststore_missing, means_.settings.node, reason + "; no node can connect to the Master");
}

void NodeListener::trust_is_here() {
    alarms::Detail detail;
    detail.node = means_.settings.node;
    detail.reason = "the certificates can be used again";
    means_.alarms.clear(AlarmId::truststore_missing, std::move(detail));
}

void NodeListener::raise(AlarmId id, const std::string& node, const std::string& reason) {
    alarms::Detail detail;
    detail.reason = reason;
    detail.node = node;
    means_.alarms.raise(id, std::move(detail));
}

}  // namespace drs::master
