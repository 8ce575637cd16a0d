// SPDX-License-Identifier: Apache-2.0
// Which components an operation takes: the operator's features, checked, with the mandatory ones added.
#pragma once

#include <string>
#include <vector>

#include "master/node_registry.hpp"
#include "model/backup_set.hpp"

namespace drs::master {

struct SelectedComponent {
    std::string node;
    model::Component component;
};

struct BackupSelection {
    std::vector<std::string> features;   // as asked, then the mandatory ones that were not named
    std::vector<SelectedComponent> components;
};

/// Throws control::Refusal: nothing registered, no feature named, a name that is not allowed or not registered.
BackupSelection select_for_backup(const NodeRegistry& nodes, const std::vector<std::string>& features);

/// The names as given, each once. Throws control::Refusal: none at all, a name that is not allowed or not registered on any node.
std::vector<std::string> check_features(const NodeRegistry& nodes, const std::vector<std::string>& features);

/// The files of the set to restore: `features` empty means all, `node` empty means every node. Throws control::Refusal for what is not in the set.
std::vector<model::SetFile> select_for_restore(const model::SetCatalogue& set, const std::vector<std::string>& features, const std::string& node);

}  // namespace drs::master
