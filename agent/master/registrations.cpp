// SPDX-License-Identifier: Apache-2.0
#include "master/registrations.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/names.hpp"
#include "storage/db/database.hpp"
#include "wire/codec.hpp"

namespace drs::master {

using alarms::AlarmId;
using control::Kind;
using control::Refusal;

namespace {

using Components = std::map<model::ComponentKey, model::Component>;

/// What a node says is checked like anything from outside: names become file names.
Components proper_components(const std::vector<model::Component>& said) {
    Components components;
    for (const auto& component : said) {
        auto why = model::wrong_feature_name(component.key.feature);
        if (!why) why = model::wrong_component_name(component.key.component);
        if (why) throw wire::ProtocolError("in a registration a " + *why);
        components.emplace(component.key, component);
    }
    return components;
}

std::vector<model::Component> list_of(const Components& components) {
    std::vector<model::Component> list;
    for (const auto& [key, component] : components) list.push_back(component);
    return list;
}

std::string names_of(const NodeRegistry& nodes) {
    std::vector<std::string> names;
    for (const auto& [name, node] : nodes.all()) names.push_back(name);
    return model::join(names, ", ");
}

/// The names of those that are in `some` and not in `others`.
std::vector<std::string> missing_in(const Components& others, const Components& some) {
    std::vector<std::string> names;
    for (const auto& [key, component] : some)
        if (!others.contains(key)) names.push_back(key.text());
    return names;
}

}  // namespace

void Registrations::replace(RegisteredNode& node, const wire::Registration& registration) {
    auto components = proper_components(registration.components);
    try {
        database_.replace_registration(node.node.name, list_of(components));
    } catch (const storage::DatabaseError& e) {
        return tell_unwritten(node, components, e.what());
    }
    tell_problems(node, registration.problems);
    tell_differences(node, components);
    node.components = std::move(components);
    node.problems = registration.problems;
    node.node.components = static_cast<std::uint32_t>(node.components.size());
    means_.trace.info("Registrations.replace", "node {} registers {} components, {} files were not understood", node.node.name, node.components.size(),
                      node.problems.size());
}

void Registrations::tell_problems(const RegisteredNode& node, const std::vector<std::string>& problems) {
    for (const auto& problem : problems)
        if (std::find(node.problems.begin(), node.problems.end(), problem) == node.problems.end())
            raise(AlarmId::registration_failure, node.node.name, problem);
}

void Registrations::tell_differences(const RegisteredNode& node, const Components& now) {
    for (const auto& name : missing_in(node.components, now))
        raise(AlarmId::component_registered, node.node.name, fmt::format("{} is registered on {}", name, node.node.name));
    for (const auto& name : missing_in(now, node.components))
        raise(AlarmId::component_deregistered, node.node.name, fmt::format("{} is no longer registered on {}", name, node.node.name));
}

void Registrations::tell_unwritten(const RegisteredNode& node, const Components& now, const std::string& why) {
    const auto& name = node.node.name;
    means_.trace.error("Registrations.tell_unwritten", "the registration of node {} stays as it was: {}", name, why);
    if (const auto gone = missing_in(now, node.components); !gone.empty())
        raise(AlarmId::deregistration_failure, name, fmt::format("{} of {} still counts as registered: {}", model::join(gone, ", "), name, why));
    if (const auto added = missing_in(node.components, now); !added.empty())
        raise(AlarmId::registration_failure, name, fmt::format("{} of {} could not be registered: {}", model::join(added, ", "), name, why));
}

std::vector<std::string> Registrations::remove(const std::string& name, const control::Caller& caller) {
    auto* node = means_.nodes.find(name);
    if (node == nullptr) throw Refusal(Kind::not_found, fmt::format("`{}` is not a node of this cluster; known are {}", name, names_of(means_.nodes)));
    if (node->session) throw Refusal(Kind::in_use, fmt::format("node {} is connected; stop its Local Agent first", name));
    if (node->components.empty()) throw Refusal(Kind::not_found, fmt::format("node {} has registered nothing", name));
    database_.replace_registration(name, {});
    const auto gone = missing_in({}, node->components);
    node->components.clear();
    node->problems.clear();
    node->node.components = 0;
    const auto sentence = fmt::format("{} was removed by {}, and with it {}", name, caller.name, model::join(gone, ", "));
    means_.trace.warn("Registrations.remove", "node {}", sentence);
    raise(AlarmId::deregistered_server, name, "node " + sentence);
    return gone;
}

void Registrations::raise(AlarmId id, const std::string& node, const std::string& reason) {
    alarms::Detail detail;
    detail.reason = reason;
    detail.node = node;
    means_.alarms.raise(id, std::move(detail));
}

}  // namespace drs::master
