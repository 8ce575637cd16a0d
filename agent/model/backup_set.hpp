// SPDX-License-Identifier: Apache-2.0
// A backup set: all files of one run, and the catalogue that names them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/component.hpp"
#include "model/product.hpp"
#include "model/set_id.hpp"

namespace drs::model {

/// One component's file in a set. Sizes in bytes; digest is lower-case hex SHA-256 of the stored file.
struct SetFile {
    std::string node;
    ComponentKey key;
    ComponentKind kind = ComponentKind::files;
    std::string file_name;
    std::uint64_t bytes_before = 0;  // tar or script bytes, before compression
    std::uint64_t bytes_stored = 0;
    std::string sha256;
};

/// A node that files of the set come from, as it was at the backup.
struct SetNode {
    std::string name;
    std::string address;
    ProductIdentity product;
};

/// The contents of `<id>_<host>_drfComponent.xml`.
struct SetCatalogue {
    SetId id;
    std::string cluster;          // cluster id: retention counts only its own sets
    std::string host;             // the Master's node
    std::string product_name;     // the Master's
    std::string product_version;
    std::string agent_version;
    TimePoint started{};
    TimePoint completed{};
    std::vector<std::string> features;         // as selected, mandatory ones included
    std::vector<std::string> failed_features;  // selected, but not wholly in the set
    std::vector<SetNode> nodes;                // one for each node of `files`; none in an older set
    std::vector<SetFile> files;
};

/// A set as a listing shows it.
struct SetSummary {
    SetId id;
    std::string host;
    std::string product_version;
    std::vector<std::string> features;
    std::uint64_t bytes = 0;
    std::optional<bool> complete{};  // whether each selected feature is wholly in it; nothing: not known
};

}  // namespace drs::model
