// SPDX-License-Identifier: Apache-2.0
#include "master/targets.hpp"

#include <fmt/format.h>

#include "master/device_rules.hpp"
#include "storage/device/open_device.hpp"

namespace drs::master {
namespace {

std::string pin_of(const model::Device& device) { return fmt::format("{}:{}", device.server, device.port); }

}  // namespace

Target Targets::of(const control::DeviceChoice& choice) const {
    if (!choice.ad_hoc) {
        const auto& device = devices_.usable(choice.name);
        return {completed(device.duplicate()), true, device.name};
    }
    auto device = completed(choice.ad_hoc->duplicate());
    check_device(device);
    if (device.kind == model::DeviceKind::network && device.host_key_fingerprint.empty())
        if (const auto pinned = database_.pinned_host_key(pin_of(device))) device.host_key_fingerprint = *pinned;
    auto shown = device.kind == model::DeviceKind::network ? device.server + ":" + device.path : device.path;
    return {std::move(device), false, std::move(shown)};
}

model::Device Targets::completed(model::Device device) const {
    if (device.kind == model::DeviceKind::network && device.password.empty() && device.key_file.empty())
        device.key_file = means_.settings.paths.ssh_key().string();
    return device;
}

OpenDevice Targets::opener(const model::Device& device) const {
    const auto kept = std::make_shared<model::Device>(device.duplicate());
    const storage::DeviceOptions options{means_.settings.job.device_timeout, means_.executor, &means_.trace};
    return [kept, options] { return storage::open_device(*kept, options); };
}

void Targets::pin_if_new(const Target& target, const std::string& host_key) {
    if (!target.defined && target.device.host_key_fingerprint.empty() && !host_key.empty())
        database_.pin_host_key(pin_of(target.device), host_key);
}

void Targets::saw_ready(const Target& target, std::optional<std::uint64_t> free_bytes) {
    if (target.defined) devices_.saw_ready(target.shown, free_bytes);
}

void Targets::saw_failure(const Target& target, const storage::DeviceError& failure) {
    if (target.defined) devices_.saw_failure(target.shown, failure);
}

}  // namespace drs::master
