// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "model/names.hpp"
#include "storage/config/config.hpp"
#include "storage/config/document.hpp"
#include "storage/config/writer.hpp"
#include "storage/config/xml_text.hpp"

namespace drs::storage {
namespace {

using model::ComponentKind;
using xml::Element;

constexpr auto largest_size = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
constexpr std::size_t longest_file_name = 255;
constexpr std::size_t digest_digits = 64;

std::vector<std::string> read_features(const Element& root, const char* element_name) {
    std::vector<std::string> features;
    std::set<std::string> seen;
    for (const auto& element : root.children(element_name)) {
        auto name = element.named("name", model::wrong_feature_name);
        if (!seen.insert(name).second)
            element.fail(fmt::format("feature {} is there twice in <{}>", name, element_name));
        features.push_back(std::move(name));
    }
    return features;
}

/// A name that stays in the set's directory, whatever is done with it, and that shows as it is.
bool plain_file_name(std::string_view name) {
    const bool printable = std::all_of(name.begin(), name.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '/'; });
    return !name.empty() && name.size() <= longest_file_name && name.front() != '.' && printable;
}

bool is_digest(std::string_view text) {
    return text.size() == digest_digits &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

model::SetFile read_file(const Element& element) {
    model::SetFile file;
    file.node = element.named("node", model::wrong_host_name);
    file.key = {element.named("feature", model::wrong_feature_name), element.named("component", model::wrong_component_name)};
    file.kind = element.choice("kind", {ComponentKind::files, ComponentKind::script});
    file.file_name = element.text("name");
    if (!plain_file_name(file.file_name))
        element.wrong("name", "a file name without a directory, of 1 to 255 printable ASCII characters, not beginning with a dot");
    file.bytes_before = element.number("bytes_before", 0, largest_size);
    file.bytes_stored = element.number("bytes_stored", 0, largest_size);
    file.sha256 = element.text("sha256");
    if (!is_digest(file.sha256)) element.wrong("sha256", "64 lower-case hex digits");
    return file;
}

std::vector<model::SetFile> read_files(const Element& root) {
    std::vector<model::SetFile> files;
    std::set<std::string> names, components;
    for (const auto& element : root.children("file")) {
        auto file = read_file(element);
        if (!names.insert(file.file_name).second) element.fail(fmt::format("file `{}` is there twice", xml::shown(file.file_name)));
        if (!components.insert(file.node + "/" + file.key.text()).second)
            element.fail(fmt::format("component {} of node {} is there twice", file.key.text(), file.node));
        files.push_back(std::move(file));
    }
    return files;
}

/// Attributes that are empty may be left out: not every product has them.
std::vector<model::SetNode> read_nodes(const Element& root) {
    std::vector<model::SetNode> nodes;
    std::set<std::string> names;
    for (const auto& element : root.children("node")) {
        model::SetNode node{element.named("name", model::wrong_host_name), element.optional_text("address"),
                            {element.text("product"), element.text("version"), element.optional_text("flavour"), element.optional_text("deployment")}};
        if (!names.insert(node.name).second) element.fail(fmt::format("node {} is there twice", node.name));
        nodes.push_back(std::move(node));
    }
    return nodes;
}

/// Either the catalogue tells of no node, as older ones do, or of each that it has files of.
void check_nodes(const Element& root, const model::SetCatalogue& set) {
    if (set.nodes.empty()) return;
    for (const auto& file : set.files)
        if (std::none_of(set.nodes.begin(), set.nodes.end(), [&](const auto& node) { return node.name == file.node; }))
            root.fail(fmt::format("file `{}` is of node {}, for which there is no <node>", file.file_name, file.node));
}

void add_node(xml::Writer& writer, const model::SetNode& node) {
    const auto element = writer.add("node");
    writer.set(element, "name", node.name);
    writer.set_unless_empty(element, "address", node.address);
    writer.set(element, "product", node.product.name);
    writer.set(element, "version", node.product.version);
    writer.set_unless_empty(element, "flavour", node.product.flavour);
    writer.set_unless_empty(element, "deployment", node.product.deployment);
}

void add_features(xml::Writer& writer, const char* element, const std::vector<std::string>& names) {
    for (const auto& name : names) writer.set(writer.add(element), "name", name);
}

void add_file(xml::Writer& writer, const model::SetFile& file) {
    const auto node = writer.add("file");
    writer.set(node, "node", file.node);
    writer.set(node, "feature", file.key.feature);
    writer.set(node, "component", file.key.component);
    writer.set(node, "kind", word(file.kind));
    writer.set(node, "name", file.file_name);
    writer.set(node, "bytes_before", file.bytes_before);
    writer.set(node, "bytes_stored", file.bytes_stored);
    writer.set(node, "sha256", file.sha256);
}

}  // namespace

std::string write_catalogue(const model::SetCatalogue& catalogue) {
    xml::Writer writer("drfComponent", "drfComponent.xml");
    const auto root = writer.root();
    writer.set(root, "id", catalogue.id.text());
    writer.set(root, "cluster", catalogue.cluster);
    writer.set(root, "host", catalogue.host);
    writer.set(root, "started", xml::iso_text(catalogue.started));
    writer.set(root, "completed", xml::iso_text(catalogue.completed));
    writer.set(root, "agent_version", catalogue.agent_version);
    const auto product = writer.add("product");
    writer.set(product, "name", catalogue.product_name);
    writer.set(product, "version", catalogue.product_version);
    add_features(writer, "feature", catalogue.features);
    add_features(writer, "failed_feature", catalogue.failed_features);
    for (const auto& each : catalogue.nodes) add_node(writer, each);
    for (const auto& file : catalogue.files) add_file(writer, file);
    auto text = writer.text();
    parse_catalogue(text, "drfComponent.xml (not written)");  // what could not be read again is not written
    return text;
}

model::SetCatalogue parse_catalogue(std::string_view text, const std::string& file_name) {
    const xml::Document document(text, file_name, xml::catalogue_limit);
    const auto root = document.versioned_root("drfComponent");
    auto id = model::SetId::parse(root.text("id"));
    if (!id || id->text() != root.text("id")) root.wrong("id", "a set's name such as 2026-11-23-02-00-00");
    const auto product = root.required_child("product");
    model::SetCatalogue set{.id = std::move(*id),
                            .cluster = root.text("cluster"),
                            .host = root.named("host", model::wrong_host_name),
                            .product_name = product.text("name"),
                            .product_version = product.text("version"),
                            .agent_version = root.text("agent_version"),
                            .started = root.time("started"),
                            .completed = root.time("completed"),
                            .features = read_features(root, "feature"),
                            .failed_features = read_features(root, "failed_feature"),
                            .nodes = read_nodes(root),
                            .files = read_files(root)};
    check_nodes(root, set);
    return set;
}

}  // namespace drs::storage
