// SPDX-License-Identifier: Apache-2.0
#include "master/node_registry.hpp"

#include <algorithm>

namespace drs::master {

RegisteredNode* NodeRegistry::find(const std::string& name) {
    const auto place = nodes_.find(name);
    return place == nodes_.end() ? nullptr : &place->second;
}

RegisteredNode& NodeRegistry::define(model::Node node) {
    auto& entry = nodes_[node.name];
    entry.node = std::move(node);
    return entry;
}

bool NodeRegistry::feature_is_known(const std::string& feature) const {
    return std::any_of(nodes_.begin(), nodes_.end(), [&](const auto& node) {
        return std::any_of(node.second.components.begin(), node.second.components.end(),
                           [&](const auto& component) { return component.first.feature == feature; });
    });
}

bool NodeRegistry::feature_is_mandatory(const std::string& feature) const {
    return std::any_of(nodes_.begin(), nodes_.end(), [&](const auto& node) {
        return std::any_of(node.second.components.begin(), node.second.components.end(), [&](const auto& component) {
            return component.first.feature == feature && component.second.mandatory;
        });
    });
}

}  // namespace drs::master
