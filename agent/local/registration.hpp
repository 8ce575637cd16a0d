// SPDX-License-Identifier: Apache-2.0
// What is to be backed up on this node: the files of etc/drs/components.d.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "model/component.hpp"

namespace drs::local {

struct Registration {
    std::map<model::ComponentKey, model::ComponentDefinition> components;
    /// One sentence for each file that was not understood; its component is not registered.
    std::vector<std::string> problems;
};

/// Reads every *.xml there, in the order of their names; of two files that define one component the first counts. A directory that
/// is not there registers nothing. Never throws for what is in a file.
Registration read_registration(const std::filesystem::path& directory);

}  // namespace drs::local
