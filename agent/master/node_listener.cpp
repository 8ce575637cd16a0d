// SPDX-License-Identifier: Apache-2.0
#include "master/node_listener.hpp"

#include <fmt/format.h>

#include <boost/asio/error.hpp>

#include "model/names.hpp"
#include "runtime/error.hpp"
#include "storage/config/config.hpp"

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
        if (e.fault() != runtime::Fault::trust) throw;  // one that only went away is nobody
        turned_away(peer, "", e.what());
        co_return;
    }
    const auto certified = stream->peer_name();
    const auto session = std::make_shared<NodeSession>(means_.executor, std::move(stream), means_.alarms, means_.trace);
    co_await serve_node(session, certified, peer);
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
        auto on_registration = [this, node](wire::Registration registration) -> Awaitable<void> {
            registered(*node, registration);
            co_return;
        };
        co_await session->serve(on_registration);
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
    alarms::Detail detail;
    detail.node = hello.node;
    detail.reason = "the node is connected again";
    means_.alarms.clear(AlarmId::ma2la_failure, std::move(detail));
    service_.nodes_changed();
}

void NodeListener::went(RegisteredNode& node, const NodeSession& session, const std::string& reason) {
    if (node.session.get() != &session) return;
    node.session.reset();
    node.node.connected = false;
    node.node.since = node.node.last_seen = means_.clock.now();
    means_.trace.warn("NodeListener.went", "node {} is gone: {}", node.node.name, reason);
    service_.nodes_changed();
}

void NodeListener::registered(RegisteredNode& node, const wire::Registration& registration) {
    std::map<model::ComponentKey, model::Component> components;
    auto problems = registration.problems;
    for (const auto& component : registration.components) {
        // What a node says is checked like anything from outside: names become file names.
        if (auto why = model::wrong_feature_name(component.key.feature)) problems.push_back(*why);
        else if (auto what = model::wrong_component_name(component.key.component)) problems.push_back(*what);
        else components.emplace(component.key, component);
    }
    for (const auto& problem : problems)
        if (std::find(node.problems.begin(), node.problems.end(), problem) == node.problems.end())
            raise(AlarmId::registration_failure, node.node.name, problem);
    tell_differences(node, components);
    node.components = std::move(components);
    node.problems = std::move(problems);
    node.node.components = static_cast<std::uint32_t>(node.components.size());
    means_.trace.info("NodeListener.registered", "node {} registers {} components, {} files were not understood", node.node.name, node.components.size(),
                      node.problems.size());
    std::vector<model::Component> list;
    for (const auto& [key, component] : node.components) list.push_back(component);
    service_.registered(node.node.name, list);
}

void NodeListener::tell_differences(const RegisteredNode& node, const std::map<model::ComponentKey, model::Component>& now) {
    for (const auto& [key, component] : now)
        if (!node.components.contains(key)) raise(AlarmId::component_registered, node.node.name, fmt::format("{} is registered on {}", key.text(), node.node.name));
    for (const auto& [key, component] : node.components)
        if (!now.contains(key)) raise(AlarmId::component_deregistered, node.node.name, fmt::format("{} is no longer registered on {}", key.text(), node.node.name));
}

void NodeListener::turned_away(const std::string& peer, const std::string& node, const std::string& why) {
    const auto address = address_of(peer);
    const auto untold = strangers_.came(address, means_.clock.now());
    if (untold) raise(AlarmId::unknown_client, node, fmt::format("a client at {} was refused: {}{}", address, why, words_of(*untold)));
    else means_.trace.info("NodeListener.turned_away", "a client at {} was refused: {}", peer, why);
}

void NodeListener::raise(AlarmId id, const std::string& node, const std::string& reason) {
    alarms::Detail detail;
    detail.reason = reason;
    detail.node = node;
    means_.alarms.raise(id, std::move(detail));
}

}  // namespace drs::master
