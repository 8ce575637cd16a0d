// SPDX-License-Identifier: Apache-2.0
#include "master/device_registry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/names.hpp"
#include "runtime/atomic_file.hpp"

namespace drs::master {

using control::Kind;
using control::Refusal;

namespace {

storage::DeviceFile read(const std::filesystem::path& path, const storage::Sealer& sealer) {
    const auto text = runtime::read_file(path);
    return text ? storage::parse_devices(*text, path.string(), sealer) : storage::DeviceFile{};
}

bool has_control_character(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

storage::DeviceFile duplicate(const storage::DeviceFile& file) {
    storage::DeviceFile copy;
    copy.next_index = file.next_index;
    for (const auto& device : file.devices) copy.devices.push_back(device.duplicate());
    return copy;
}

}  // namespace

model::DeviceState state_of(storage::DeviceFault fault) {
    using storage::DeviceFault;
    switch (fault) {
        case DeviceFault::unreachable:
        case DeviceFault::timed_out: return model::DeviceState::unreachable;
        case DeviceFault::refused: return model::DeviceState::refused;
        case DeviceFault::full: return model::DeviceState::full;
        case DeviceFault::not_found:
        case DeviceFault::failed:
        case DeviceFault::aborted:
        case DeviceFault::unsupported: return model::DeviceState::failed;
    }
    return model::DeviceState::failed;
}

void check_device(const model::Device& device) {
    const auto refuse = [](const std::string& why) { throw Refusal(Kind::bad_value, why); };
    if (device.kind == model::DeviceKind::tape) refuse("this release cannot use tape drives; choose a network or local device");
    if (device.path.empty()) refuse("the device's path is empty; give a directory");
    for (const auto* text : {&device.path, &device.server, &device.user, &device.key_file})
        if (has_control_character(*text)) refuse("the device's path, server or user has a control character in it");
    if (device.kind == model::DeviceKind::local && device.path.front() != '/')
        refuse(fmt::format("the path `{}` of a local device is not absolute; begin it with `/`", device.path));
    if (device.keep_sets < 1 || device.keep_sets > 365)
        refuse(fmt::format("the number of backups to keep is {}; it can be 1 to 365", device.keep_sets));
    if (device.kind != model::DeviceKind::network) return;
    if (device.server.empty()) refuse("the server's name is empty; give a host name or address");
    if (device.user.empty()) refuse("the user's name is empty; give the account on the server");
    if (device.port == 0) refuse("port 0 is not a port; give 1 to 65535");
}

DeviceRegistry::DeviceRegistry(std::filesystem::path file, storage::Sealer sealer)
    : path_(std::move(file)), sealer_(std::move(sealer)), file_(read(path_, sealer_)) {
    if (!std::filesystem::exists(path_)) write(file_);
}

void DeviceRegistry::reload() { file_ = read(path_, sealer_); }

void DeviceRegistry::write(const storage::DeviceFile& file) const {
    runtime::replace_file(path_, storage::write_devices(file, sealer_), 0600);
}

void DeviceRegistry::check_new(const model::Device& device) const {
    if (auto why = model::wrong_device_name(device.name)) throw Refusal(Kind::bad_value, *why);
    const auto taken = [&](const model::Device& other) { return other.name == device.name; };
    if (std::any_of(file_.devices.begin(), file_.devices.end(), taken))
        throw Refusal(Kind::bad_value, fmt::format("device {} exists already; choose another name or delete it first", device.name));
    if (file_.devices.size() >= model::max_devices)
        throw Refusal(Kind::limit, fmt::format("there are {} devices already; delete one first", model::max_devices));
    check_device(device);
}

const model::Device& DeviceRegistry::add(model::Device device) {
    auto next = duplicate(file_);
    device.index = next.next_index++;
    next.devices.push_back(std::move(device));
    write(next);
    file_ = std::move(next);
    return file_.devices.back();
}

std::vector<std::string> DeviceRegistry::remove(const std::string& name, const std::set<std::string>& used) {
    if (name != "*") (void)find(name);
    auto next = duplicate(file_);
    std::vector<std::string> gone;
    std::erase_if(next.devices, [&](const model::Device& device) {
        if (name == "*" ? used.contains(device.name) : device.name != name) return false;
        gone.push_back(device.name);
        return true;
    });
    write(next);
    file_ = std::move(next);
    for (const auto& device : gone) seen_.erase(device);
    return gone;
}

const model::Device& DeviceRegistry::find(const std::string& name) const {
    for (const auto& device : file_.devices)
        if (device.name == name) return device;
    throw Refusal(Kind::not_found, fmt::format("there is no backup device named `{}`; see device list", name));
}

void DeviceRegistry::saw_ready(const std::string& name, std::optional<std::uint64_t> free_bytes) {
    seen_[name] = {model::DeviceState::ready, "", free_bytes};
}

void DeviceRegistry::saw_failure(const std::string& name, const storage::DeviceError& failure) {
    seen_[name] = {state_of(failure.fault()), failure.what(), std::nullopt};
}

control::DeviceRow DeviceRegistry::row(const model::Device& device) const {
    control::DeviceRow row;
    row.index = device.index;
    row.name = device.name;
    row.kind = device.kind;
    row.server = device.server;
    row.port = device.kind == model::DeviceKind::network ? device.port : std::uint16_t{0};
    row.path = device.path;
    row.user = device.user;
    row.host_key_fingerprint = device.host_key_fingerprint;
    row.keep_sets = device.keep_sets;
    row.location = device.location();
    if (const auto seen = seen_.find(device.name); seen != seen_.end()) {
        row.state = seen->second.state;
        row.state_text = seen->second.text;
        row.free_bytes = seen->second.free_bytes;
    }
    return row;
}

std::vector<control::DeviceRow> DeviceRegistry::rows() const {
    std::vector<control::DeviceRow> rows;
    for (const auto& device : file_.devices) rows.push_back(row(device));
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.index < b.index; });
    return rows;
}

}  // namespace drs::master
