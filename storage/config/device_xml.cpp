// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <limits>
#include <set>

#include "model/names.hpp"
#include "storage/config/absolute_path.hpp"
#include "storage/config/config.hpp"
#include "storage/config/document.hpp"
#include "storage/config/writer.hpp"
#include "storage/config/xml_text.hpp"

namespace drs::storage {
namespace {

using model::DeviceKind;
using xml::Element;

constexpr auto largest_index = std::numeric_limits<std::uint32_t>::max();
constexpr unsigned most_keep_sets = 365;
constexpr const char* network_only[] = {"server", "port", "user", "password", "key_file", "host_key"};

void read_password(const Element& element, const Sealer& sealer, model::Device& device) {
    device.sealed_password = element.optional_text("password");
    if (device.sealed_password.empty()) return;
    try {
        if (auto clear = sealer.unseal(device.sealed_password)) device.password = std::move(*clear);
    } catch (const ConfigError& failure) {
        element.fail(failure.what());
    }
}

void read_network(const Element& element, const Sealer& sealer, model::Device& device) {
    device.server = element.name("server");
    device.user = element.name("user");
    if (element.has("port")) device.port = static_cast<std::uint16_t>(element.number("port", 1, 65535));
    device.key_file = element.optional_text("key_file");
    device.host_key_fingerprint = element.optional_text("host_key");
    read_password(element, sealer, device);
}

void refuse_network(const Element& element, DeviceKind kind) {
    for (const auto* attribute : network_only)
        if (element.has(attribute))
            element.fail(fmt::format("<device> of kind {} has attribute `{}`, which only NETWORK has; remove it", word(kind), attribute));
}

model::Device read_device(const Element& element, const Sealer& sealer) {
    element.allow_only({"index", "name", "kind", "path", "keep_sets", "server", "port", "user", "password", "key_file", "host_key"}, {});
    model::Device device;
    device.index = static_cast<std::uint32_t>(element.number("index", 1, largest_index));
    device.name = element.named("name", model::wrong_device_name);
    device.kind = element.choice("kind", {DeviceKind::tape, DeviceKind::network, DeviceKind::local});
    device.path = element.name("path");
    if (element.has("keep_sets")) device.keep_sets = static_cast<unsigned>(element.number("keep_sets", 1, most_keep_sets));
    if (device.kind == DeviceKind::network) {
        read_network(element, sealer, device);
    } else {
        refuse_network(element, device.kind);
        if (const auto why = xml::wrong_path(device.path)) element.fail("attribute `path` of <device>: " + *why);
    }
    return device;
}

void add_device(xml::Writer& writer, const model::Device& device, const Sealer& sealer) {
    const auto node = writer.add("device");
    writer.set(node, "index", device.index);
    writer.set(node, "name", device.name);
    writer.set(node, "kind", word(device.kind));
    writer.set(node, "path", device.path);
    writer.set(node, "keep_sets", device.keep_sets);
    writer.set_unless_empty(node, "server", device.server);
    if (device.kind == DeviceKind::network) writer.set(node, "port", device.port);
    writer.set_unless_empty(node, "user", device.user);
    if (!device.sealed_password.empty()) writer.set(node, "password", device.sealed_password);
    else if (!device.password.empty()) writer.set(node, "password", sealer.seal(device.password));
    writer.set_unless_empty(node, "key_file", device.key_file);
    writer.set_unless_empty(node, "host_key", device.host_key_fingerprint);
}

}  // namespace

std::string write_devices(const DeviceFile& file, const Sealer& sealer) {
    xml::Writer writer("drfDevice", "drfDevice.xml");
    writer.set(writer.root(), "next_index", file.next_index);
    for (const auto& device : file.devices) add_device(writer, device, sealer);
    auto text = writer.text();
    // What could not be read again is not written; passwords stay sealed in this check.
    parse_devices(text, "drfDevice.xml (not written)", {{}, [](const std::string&) { return model::Secret{}; }});
    return text;
}

DeviceFile parse_devices(std::string_view text, const std::string& file_name, const Sealer& sealer, const Objection<model::Device>& objection) {
    const xml::Document document(text, file_name);
    const auto root = document.versioned_root("drfDevice");
    root.allow_only({"version", "next_index"}, {"device"});

    DeviceFile file{static_cast<std::uint32_t>(root.number("next_index", 1, largest_index)), {}};
    std::set<std::string> names;
    std::set<std::uint32_t> indexes;
    for (const auto& element : root.children("device")) {
        if (file.devices.size() == model::max_devices) element.fail(fmt::format("more than {} devices; remove one", model::max_devices));
        auto device = read_device(element, sealer);
        if (!names.insert(device.name).second) element.fail(fmt::format("second device with the name `{}`", device.name));
        if (!indexes.insert(device.index).second) element.fail(fmt::format("second device with the index {}", device.index));
        if (device.index >= file.next_index)
            element.fail(fmt::format("device index {} is not below next_index {}", device.index, file.next_index));
        if (const auto why = objection ? objection(device) : std::nullopt) element.fail(*why);
        file.devices.push_back(std::move(device));
    }
    return file;
}

}  // namespace drs::storage
