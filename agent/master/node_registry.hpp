// SPDX-License-Identifier: Apache-2.0
// The nodes of the cluster and what each has registered: kept while a node is away, replaced when it comes back.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "control/snapshot.hpp"
#include "master/node_session.hpp"
#include "model/node.hpp"

namespace drs::master {

struct RegisteredNode {
    model::Node node;
    std::map<model::ComponentKey, model::Component> components;
    std::vector<std::string> problems;
    std::shared_ptr<NodeSession> session;  // none: not connected
};

class NodeRegistry {
public:
    /// Nothing: not a node of this cluster.
    RegisteredNode* find(const std::string& name);
    const std::map<std::string, RegisteredNode>& all() const { return nodes_; }
    RegisteredNode& define(model::Node node);

    bool feature_is_known(const std::string& feature) const;
    bool feature_is_mandatory(const std::string& feature) const;

private:
    std::map<std::string, RegisteredNode> nodes_;
};

}  // namespace drs::master
