// SPDX-License-Identifier: Apache-2.0
// What a device may be, defined or ad hoc: the rules that need no network and no other device.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/device.hpp"
#include "storage/device/error.hpp"

namespace drs::master {

/// `field`: as in docs/control-socket.md.
struct DeviceObjection {
    std::string_view field;
    std::string sentence;
};

/// Why it cannot be; nothing when it can. Its name is not looked at.
std::optional<DeviceObjection> wrong_device(const model::Device& device);
/// Throws it as Refusal(bad_value).
void check_device(const model::Device& device);

model::DeviceState state_of(storage::DeviceFault fault);

}  // namespace drs::master
