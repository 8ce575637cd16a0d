// SPDX-License-Identifier: Apache-2.0
#include "master/device_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "control/json_text.hpp"
#include "control/refusal.hpp"

namespace drs::master {
namespace {

bool has_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

/// Neither SSH nor a file could hold it. The password is not repeated.
std::optional<DeviceObjection> wrong_text(const model::Device& device) {
    using Text = std::pair<std::string_view, std::string_view>;
    for (const auto& [field, text] : {Text{"path", device.path}, Text{"server", device.server}, Text{"user", device.user}, Text{"password", device.password.reveal()},
                                      Text{"key_file", device.key_file}}) {
        if (has_control_character(text)) return DeviceObjection{field, fmt::format("the device's {} has a control character in it", field)};
        if (!control::is_utf8(text)) return DeviceObjection{field, fmt::format("the device's {} is not UTF-8", field)};
    }
    return std::nullopt;
}

std::optional<DeviceObjection> wrong_network(const model::Device& device) {
    if (device.server.empty()) return DeviceObjection{"server", "the server's name is empty; give a host name or address"};
    if (device.user.empty()) return DeviceObjection{"user", "the user's name is empty; give the account on the server"};
    if (device.port == 0) return DeviceObjection{"port", "port 0 is not a port; give 1 to 65535"};
    return std::nullopt;
}

std::optional<DeviceObjection> wrong_local(const model::Device& device) {
    if (device.path.front() != '/')
        return DeviceObjection{"path", fmt::format("the path `{}` of a local device is not absolute; begin it with `/`", device.path)};
    if (!device.server.empty()) return DeviceObjection{"server", "a local device has no server; leave it empty, or choose kind network"};
    if (!device.user.empty()) return DeviceObjection{"user", "a local device has no user; leave it empty, or choose kind network"};
    if (!device.password.empty()) return DeviceObjection{"password", "a local device has no password; leave it empty, or choose kind network"};
    return std::nullopt;
}

}  // namespace

std::optional<DeviceObjection> wrong_device(const model::Device& device) {
    if (device.kind == model::DeviceKind::tape) return DeviceObjection{"kind", "this release cannot use tape drives; choose a network or local device"};
    if (device.path.empty()) return DeviceObjection{"path", "the device's path is empty; give a directory"};
    if (auto wrong = wrong_text(device)) return wrong;
    if (device.keep_sets < 1 || device.keep_sets > 365)
        return DeviceObjection{"keep_sets", fmt::format("the number of backups to keep is {}; it can be 1 to 365", device.keep_sets)};
    return device.kind == model::DeviceKind::network ? wrong_network(device) : wrong_local(device);
}

void check_device(const model::Device& device) {
    if (const auto wrong = wrong_device(device)) throw control::Refusal(control::Kind::bad_value, wrong->sentence, wrong->field);
}

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

}  // namespace drs::master
