// SPDX-License-Identifier: Apache-2.0
#include "master/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "control/refusal.hpp"
#include "model/names.hpp"

namespace drs::master {

using control::Kind;
using control::Refusal;

namespace {

bool among(const std::string& name, const std::vector<std::string>& list) { return std::find(list.begin(), list.end(), name) != list.end(); }

/// The names as they were given, each once; refuses none at all and what is no feature's name.
std::vector<std::string> checked(const std::vector<std::string>& features) {
    std::vector<std::string> once;
    for (const auto& feature : features) {
        if (feature.empty()) throw Refusal(Kind::bad_value, "the feature list has an empty name in it; separate the names by single commas");
        if (auto why = model::wrong_feature_name(feature)) throw Refusal(Kind::bad_value, fmt::format("`{}`: {}", feature, *why));
        if (!among(feature, once)) once.push_back(feature);
    }
    if (once.empty()) throw Refusal(Kind::bad_value, "no feature is selected; name at least one of those that show_registration lists");
    return once;
}

std::set<std::string> registered_features(const NodeRegistry& nodes) {
    std::set<std::string> known;
    for (const auto& [name, node] : nodes.all())
        for (const auto& [key, component] : node.components) known.insert(key.feature);
    return known;
}

}  // namespace

std::vector<std::string> check_features(const NodeRegistry& nodes, const std::vector<std::string>& features) {
    auto once = checked(features);
    const auto known = registered_features(nodes);
    if (known.empty())
        throw Refusal(Kind::not_found, "no component is registered on any node; start the Local Agents and see etc/drs/components.d");
    for (const auto& feature : once)
        if (!known.contains(feature))
            throw Refusal(Kind::not_found, fmt::format("feature {} is not registered on any node; registered are {}", feature,
                                                       model::join({known.begin(), known.end()}, ", ")));
    return once;
}

BackupSelection select_for_backup(const NodeRegistry& nodes, const std::vector<std::string>& features) {
    BackupSelection selection;
    selection.features = check_features(nodes, features);
    const auto known = registered_features(nodes);
    for (const auto& feature : known)
        if (nodes.feature_is_mandatory(feature) && !among(feature, selection.features)) selection.features.push_back(feature);
    for (const auto& [name, node] : nodes.all())
        for (const auto& [key, component] : node.components)
            if (among(key.feature, selection.features)) selection.components.push_back({name, component});
    return selection;
}

std::vector<model::SetFile> select_for_restore(const model::SetCatalogue& set, const std::vector<std::string>& features, const std::string& node) {
    const auto wanted = features.empty() ? std::vector<std::string>{} : checked(features);
    const auto in_set = [&](auto matches) { return std::any_of(set.files.begin(), set.files.end(), matches); };
    for (const auto& feature : wanted)
        if (!in_set([&](const auto& file) { return file.key.feature == feature; }))
            throw Refusal(Kind::not_found, fmt::format("set {} holds no feature {}; it holds {}", set.id.text(), feature, model::join(set.features, ", ")));
    if (!node.empty() && !in_set([&](const auto& file) { return file.node == node; }))
        throw Refusal(Kind::not_found, fmt::format("set {} holds nothing of node {}", set.id.text(), node));
    std::vector<model::SetFile> files;
    for (const auto& file : set.files)
        if ((wanted.empty() || among(file.key.feature, wanted)) && (node.empty() || file.node == node)) files.push_back(file);
    if (files.empty()) throw Refusal(Kind::not_found, fmt::format("set {} holds none of these features on node {}", set.id.text(), node));
    return files;
}

}  // namespace drs::master
