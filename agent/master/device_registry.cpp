// SPDX-License-Identifier: Apache-2.0
#include "master/device_registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "master/difference.hpp"
#include "master/device_rules.hpp"
#include "model/names.hpp"

namespace drs::master {

using control::Kind;
using control::Refusal;

namespace {

/// Devices of files, so that their passwords can be compared as they are sealed.
bool same(const model::Device& a, const model::Device& b) {
    const auto all = [](const model::Device& d) {
        return std::tie(d.index, d.kind, d.path, d.keep_sets, d.server, d.port, d.user, d.sealed_password, d.key_file, d.host_key_fingerprint);
    };
    return all(a) == all(b);
}

const model::Device* named(const storage::DeviceFile& file, const std::string& name) {
    for (const auto& device : file.devices)
        if (device.name == name) return &device;
    return nullptr;
}

std::string unusable(const model::Device& device) {
    return fmt::format("device {}: its password was sealed by another appliance; set it again with device add under the same name", device.name);
}

std::optional<std::string> objection(const model::Device& device) {
    const auto wrong = wrong_device(device);
    return wrong ? std::optional(wrong->sentence) : std::nullopt;
}

}  // namespace

control::DeviceRow row_of(const model::Device& device) {
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
    return row;
}

DeviceRegistry::DeviceRegistry(std::filesystem::path file, storage::Sealer sealer, SettingsReports reports)
    : sealer_(std::move(sealer)), trace_(reports.trace), kept_(std::move(file), storage::write_devices({}, sealer_), reports) {
    kept_.load([this](const std::string& text, const std::string& name) { file_ = storage::parse_devices(text, name, sealer_); });
}

void DeviceRegistry::look() {
    kept_.look([this](const std::string& text, const std::string& name) { adopt(text, name); });
}

void DeviceRegistry::adopt(const std::string& text, const std::string& name) {
    auto next = storage::parse_devices(text, name, sealer_, objection);
    const Difference edit(file_.devices, next.devices, same);
    for (const auto& device : edit.removed)
        if (const auto users = used_by_ ? used_by_(device) : std::vector<std::string>(); !users.empty())
            throw Refusal(Kind::in_use, fmt::format("{}: device {} is not in it, and schedule {} uses it; put it back, or change the schedule first", name,
                                                    device, model::join(users, ", ")));
    next.next_index = std::max(next.next_index, file_.next_index);  // an index that was given is not given again
    file_ = std::move(next);
    for (const auto& list : {edit.changed, edit.removed})
        for (const auto& device : list) seen_.erase(device);
    changed_();
    trace_.info("DeviceRegistry.adopt", "{} was edited or restored: {}", name, edit.text());
}

void DeviceRegistry::keep(const storage::DeviceFile& file) {
    const auto text = storage::write_devices(file, sealer_);
    kept_.keep(text);
    const auto given = file_.next_index;
    file_ = storage::parse_devices(text, kept_.file().string(), sealer_);
    reserve(given - 1);
    changed_();
}

void DeviceRegistry::forget_what_is_gone() {
    std::erase_if(seen_, [this](const auto& seen) { return named(file_, seen.first) == nullptr; });
}

void DeviceRegistry::check_new(const model::Device& device) const {
    if (auto why = model::wrong_device_name(device.name)) throw Refusal(Kind::bad_value, *why, "name");
    const auto* same_name = named(file_, device.name);
    if (same_name != nullptr && same_name->password_opens())
        throw Refusal(Kind::bad_value, fmt::format("device {} exists already; choose another name or delete it first", device.name), "name");
    if (same_name == nullptr && file_.devices.size() >= model::max_devices)
        throw Refusal(Kind::limit, fmt::format("there are {} devices already; delete one first", model::max_devices));
    check_device(device);
}

const model::Device& DeviceRegistry::add(model::Device device) {
    look();
    check_new(device);  // another may have come while this one was tried
    const auto name = device.name;
    auto next = file();
    const auto old = std::find_if(next.devices.begin(), next.devices.end(), [&](const auto& other) { return other.name == name; });
    if (device.index != 0) check_place(device);
    else device.index = old == next.devices.end() ? next.next_index : old->index;
    next.next_index = std::max(next.next_index, device.index + 1);
    if (old == next.devices.end()) next.devices.push_back(std::move(device));
    else *old = std::move(device);
    keep(next);
    return find(name);
}

void DeviceRegistry::check_place(const model::Device& device) const {
    if (by_index(device.index) != nullptr) throw Refusal(Kind::in_use, fmt::format("there is a device {} already; take another index", device.index), "index");
    if (named(file_, device.name) != nullptr)
        throw Refusal(Kind::bad_value, fmt::format("device {} exists already; choose another name or delete it first", device.name), "name");
}

void DeviceRegistry::replace(const model::Device& before, model::Device device) {
    look();
    auto next = file();
    const auto place = std::find_if(next.devices.begin(), next.devices.end(), [&](const auto& each) { return each.index == before.index; });
    if (place == next.devices.end() || place->name != before.name || !same(*place, before))
        throw Refusal(Kind::in_use, fmt::format("device {} was changed or deleted meanwhile", before.name));
    *place = std::move(device);
    keep(next);
}

storage::DeviceFile DeviceRegistry::file() const {
    storage::DeviceFile copy;
    copy.next_index = file_.next_index;
    for (const auto& device : file_.devices) copy.devices.push_back(device.duplicate());
    return copy;
}

const model::Device* DeviceRegistry::by_index(std::uint32_t index) const {
    for (const auto& device : file_.devices)
        if (device.index == index) return &device;
    return nullptr;
}

std::vector<std::string> DeviceRegistry::remove(const std::string& name, const std::set<std::string>& used) {
    look();
    if (name != "*") (void)find(name);
    auto next = file();
    std::vector<std::string> gone;
    std::erase_if(next.devices, [&](const model::Device& device) {
        if (name == "*" ? used.contains(device.name) : device.name != name) return false;
        gone.push_back(device.name);
        return true;
    });
    keep(next);
    forget_what_is_gone();
    return gone;
}

const model::Device& DeviceRegistry::find(const std::string& name) const {
    if (const auto* device = named(file_, name)) return *device;
    throw Refusal(Kind::not_found, fmt::format("there is no backup device named `{}`; see device list", name));
}

const model::Device& DeviceRegistry::usable(const std::string& name) const {
    const auto& device = find(name);
    if (!device.password_opens()) throw Refusal(Kind::device, unusable(device));
    return device;
}

void DeviceRegistry::saw_ready(const std::string& name, std::optional<std::uint64_t> free_bytes) {
    seen_[name] = {model::DeviceState::ready, "", free_bytes};
}

void DeviceRegistry::saw_failure(const std::string& name, const storage::DeviceError& failure) {
    seen_[name] = {state_of(failure.fault()), failure.what(), std::nullopt};
}

control::DeviceRow DeviceRegistry::row(const model::Device& device) const {
    auto row = row_of(device);
    if (const auto seen = seen_.find(device.name); seen != seen_.end()) {
        row.state = seen->second.state;
        row.state_text = seen->second.text;
        row.free_bytes = seen->second.free_bytes;
    }
    if (!device.password_opens()) {
        row.state = model::DeviceState::refused;
        row.state_text = unusable(device);
    }
    return row;
}

void DeviceRegistry::refused_change(const std::string& name, const std::string& why) { seen_[name].text = why; }

std::vector<control::DeviceRow> DeviceRegistry::rows() const {
    std::vector<control::DeviceRow> rows;
    for (const auto& device : file_.devices) rows.push_back(row(device));
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.index < b.index; });
    return rows;
}

}  // namespace drs::master
