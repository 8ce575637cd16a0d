// SPDX-License-Identifier: Apache-2.0
#include "master/set_fit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "control/refusal.hpp"
#include "model/names.hpp"

namespace drs::master {

using control::Kind;
using control::Refusal;
using model::ProductIdentity;

namespace {

struct Field {
    const char* name;
    std::string ProductIdentity::* value;
    bool always_there;    // the others an older product.xml did not have
    bool may_be_allowed;
    const char* way_out;
};
constexpr Field fields[] = {
    {"product", &ProductIdentity::name, true, false, "restore it where that product runs"},
    {"product version", &ProductIdentity::version, true, false, "a restore needs exactly the same version; install that one or choose another set"},
    {"build flavour", &ProductIdentity::flavour, false, true, "allow the difference with --allow-flavour, or choose another set"},
    {"deployment type", &ProductIdentity::deployment, false, false, "restore it to a node of that deployment type, or choose another set"},
};

std::string shown(const std::string& value) { return value.empty() ? "none" : "`" + value + "`"; }

void compare(const model::SetCatalogue& set, const std::string& node, const ProductIdentity& then, const ProductIdentity& now, bool allow_build_flavour, Fit& fit) {
    for (const auto& field : fields) {
        const auto &was = then.*field.value, &is = now.*field.value;
        if (was == is) continue;
        if (was.empty() && !field.always_there) {
            fit.remarks.push_back(fmt::format("it does not tell the {} of node {}, which is not compared with {}", field.name, node, shown(is)));
        } else if (field.may_be_allowed && allow_build_flavour) {
            fit.allowed.push_back(fmt::format("the {} of node {} differs (set: {}, now: {})", field.name, node, shown(was), shown(is)));
        } else {
            throw Refusal(Kind::mismatch, fmt::format("set {} does not fit node {}: its {} was {} and is now {}; {}", set.id.text(), node, field.name,
                                                      shown(was), shown(is), field.way_out));
        }
    }
}

const model::Node& known_node(const NodeRegistry& nodes, const std::string& name) {
    const auto place = nodes.all().find(name);
    if (place == nodes.all().end())
        throw Refusal(Kind::not_found, fmt::format("node {} of the set is not a node of this cluster; restore to one that is", name));
    if (place->second.node.product.version.empty())
        throw Refusal(Kind::unreachable, fmt::format("node {} has not connected since the Master started, so its product cannot be compared; start its Local Agent", name));
    return place->second.node;
}

void compare_node(const model::SetCatalogue& set, const model::SetNode& then, const model::Node& now, bool allow_build_flavour, Fit& fit) {
    compare(set, now.name, then.product, now.product, allow_build_flavour, fit);
    if (then.address != now.address)
        fit.remarks.push_back(fmt::format("node {} had address {} then and has {} now", now.name, then.address, now.address));
}

std::vector<std::string> nodes_of(const std::vector<model::SetFile>& files) {
    std::vector<std::string> names;
    for (const auto& file : files)
        if (std::find(names.begin(), names.end(), file.node) == names.end()) names.push_back(file.node);
    return names;
}

}  // namespace

model::CatalogueName choose_catalogue(const std::vector<model::CatalogueName>& on_device, const model::SetId& id, const std::string& own,
                                      const control::RestoreRequest& request) {
    std::vector<std::string> others;
    for (const auto& name : on_device) {
        if (name.id != id) continue;
        if (name.host == own) return name;
        others.push_back(name.host);
    }
    if (others.empty()) throw Refusal(Kind::not_found, fmt::format("there is no set {} of {} on the device; see show_backupfiles", id.text(), own));
    const auto hosts = model::join(others, ", ");
    if (!request.allow_host_name)
        throw Refusal(Kind::mismatch, fmt::format("set {} was made by host {}, this one is {}; restore it there, or allow another host name with --allow-host-name",
                                                  id.text(), hosts, own));
    if (others.size() > 1)
        throw Refusal(Kind::bad_value, fmt::format("the device has a set {} of each of {}; copy the one you mean to a directory of its own", id.text(), hosts));
    return {id, hosts};
}

void take_over(model::SetCatalogue& set, const std::string& own, const control::RestoreRequest& request) {
    if (request.node == set.host)
        throw Refusal(Kind::bad_value, fmt::format("node {} is not here any more; name {}, to which what set {} holds of it is restored", set.host, own, set.id.text()));
    for (const auto& file : set.files)
        if (file.node == own)
            throw Refusal(Kind::mismatch, fmt::format("set {} of host {} also holds a node {}, so what is meant for this {} is not clear; restore it on a Master of another name",
                                                      set.id.text(), set.host, own, own));
    for (auto& file : set.files)
        if (file.node == set.host) file.node = own;
    for (auto& node : set.nodes)
        if (node.name == set.host) node.name = own;
}

Fit fit(const model::SetCatalogue& set, const std::vector<model::SetFile>& files, const NodeRegistry& nodes, const ProductIdentity& master, bool allow_build_flavour) {
    Fit found;
    if (set.nodes.empty()) compare(set, set.host, {{}, set.product_version, {}, {}}, {{}, master.version, {}, {}}, false, found);
    for (const auto& name : nodes_of(files)) {
        const auto& now = known_node(nodes, name);
        const auto then = std::find_if(set.nodes.begin(), set.nodes.end(), [&](const auto& node) { return node.name == name; });
        if (then != set.nodes.end()) compare_node(set, *then, now, allow_build_flavour, found);
        found.products[name] = now.product;
    }
    return found;
}

}  // namespace drs::master
