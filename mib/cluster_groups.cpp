// SPDX-License-Identifier: Apache-2.0
// drsNodeTable, drsFeatureTable and drsComponentTable: what is registered, and where.
#include <array>

#include "mib/groups.hpp"

namespace drs::mib {
namespace {

const model::Node& node(const Source& source, std::size_t row) { return source.snapshot.nodes[row]; }
const control::FeatureRow& feature(const Source& source, std::size_t row) { return source.snapshot.features[row]; }
const control::ComponentRow& component(const Source& source, std::size_t row) { return source.snapshot.components[row]; }

constexpr std::array node_columns{
    Column{2, "drsNodeName", [](const Source& s, std::size_t row) { return text(node(s, row).name); }},
    Column{3, "drsNodeAddress", [](const Source& s, std::size_t row) { return text(node(s, row).address); }},
    Column{4, "drsNodeRole", [](const Source& s, std::size_t row) { return enumerated(node(s, row).role); }},
    Column{5, "drsNodeProductVersion", [](const Source& s, std::size_t row) { return text(node(s, row).product.version); }},
    Column{6, "drsNodeAgentVersion", [](const Source& s, std::size_t row) { return text(node(s, row).agent_version); }},
    Column{7, "drsNodeConnected", [](const Source& s, std::size_t row) { return truth(node(s, row).connected); }},
    Column{8, "drsNodeSince", [](const Source& s, std::size_t row) { return date_and_time(node(s, row).since); }},
    Column{9, "drsNodeLastSeen", [](const Source& s, std::size_t row) { return date_and_time(node(s, row).last_seen); }},
    Column{10, "drsNodeComponents", [](const Source& s, std::size_t row) { return unsigned32(node(s, row).components); }},
    Column{11, "drsNodeCertificateExpires",
           [](const Source& s, std::size_t row) { return date_and_time(node(s, row).certificate_expires); }},
};

constexpr std::array feature_columns{
    Column{2, "drsFeatureName", [](const Source& s, std::size_t row) { return text(feature(s, row).name); }},
    Column{3, "drsFeatureMandatory", [](const Source& s, std::size_t row) { return truth(feature(s, row).mandatory); }},
    Column{4, "drsFeatureComponents", [](const Source& s, std::size_t row) { return unsigned32(feature(s, row).components); }},
    Column{5, "drsFeatureDescription", [](const Source& s, std::size_t row) { return long_text(feature(s, row).description); }},
};

constexpr std::array component_columns{
    Column{2, "drsComponentName", [](const Source& s, std::size_t row) { return text(component(s, row).component); }},
    Column{3, "drsComponentKind", [](const Source& s, std::size_t row) { return enumerated(component(s, row).kind); }},
    Column{4, "drsComponentLastResult",
           [](const Source& s, std::size_t row) { return enumerated(component(s, row).last_result); }},
    Column{5, "drsComponentLastBytes",
           [](const Source& s, std::size_t row) { return counter64(component(s, row).last_bytes); }},
    Column{6, "drsComponentLastTime",
           [](const Source& s, std::size_t row) { return date_and_time(component(s, row).last_time); }},
};

}  // namespace

Group node_group() {
    return {{objects_branch, 2, 1},
            node_columns,
            [](const Source& s) { return s.snapshot.nodes.size(); },
            [](const Source& s, std::size_t row) { return Oid{node(s, row).index}; }};
}

Group feature_group() {
    return {{objects_branch, 3, 1},
            feature_columns,
            [](const Source& s) { return s.snapshot.features.size(); },
            [](const Source& s, std::size_t row) { return Oid{feature(s, row).index}; }};
}

Group component_group() {
    return {{objects_branch, 4, 1},
            component_columns,
            [](const Source& s) { return s.snapshot.components.size(); },
            [](const Source& s, std::size_t row) {
                const auto& c = component(s, row);
                return Oid{c.feature_index, c.node_index, c.component_index};
            }};
}

}  // namespace drs::mib
