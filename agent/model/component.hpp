// SPDX-License-Identifier: Apache-2.0
// A registered component: the part of a feature that one node backs up.
#pragma once

#include <compare>
#include <string>
#include <vector>

#include "model/set_id.hpp"
#include "model/words.hpp"

namespace drs::model {

/// Registration is per (feature, component, node); within one node the pair is the key.
struct ComponentKey {
    std::string feature;
    std::string component;
    auto operator<=>(const ComponentKey&) const = default;
    std::string text() const { return feature + "/" + component; }
};

/// What the Local Agent tells the Master of a component: enough to select it and to show it.
struct Component {
    ComponentKey key;
    ComponentKind kind = ComponentKind::files;
    bool mandatory = false;
    std::string description;
    Payload payload() const { return kind == ComponentKind::files ? Payload::tar : Payload::raw; }
};

/// What the node itself needs to run it (etc/drs/components.d/*.xml); never leaves the node.
struct ComponentDefinition {
    Component component;
    std::vector<std::string> paths;             // files: absolute
    std::vector<std::string> backup_program;    // script: argv, [0] absolute
    std::vector<std::string> restore_program;
    std::vector<std::string> estimate_program;  // prints a number of bytes; optional
    unsigned timeout_seconds = 0;               // 0: the agent's default
    std::string source;                         // the file it was read from, for messages
};

}  // namespace drs::model
