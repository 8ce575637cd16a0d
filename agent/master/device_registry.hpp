// SPDX-License-Identifier: Apache-2.0
// The defined backup devices: the file drfDevice.xml, and what was last seen of each.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "control/service.hpp"
#include "storage/config/config.hpp"
#include "storage/device/error.hpp"

namespace drs::master {

class DeviceRegistry {
public:
    /// Reads the file; a missing one is written empty. Throws storage::ConfigError or runtime::Error.
    DeviceRegistry(std::filesystem::path file, storage::Sealer sealer);

    /// Refuses (control::Refusal) a name that is not allowed or taken, an eleventh device, a bad path; changes nothing.
    void check_new(const model::Device& device) const;
    /// Gives it its index, writes the file, then shows it. Durable when it returns.
    const model::Device& add(model::Device device);
    /// `*`: all but those in `used`. Returns the names removed.
    std::vector<std::string> remove(const std::string& name, const std::set<std::string>& used = {});

    /// Throws Refusal(not_found) naming the device.
    const model::Device& find(const std::string& name) const;
    const std::vector<model::Device>& all() const { return file_.devices; }
    /// Reads the file anew (PLATFORM was restored).
    void reload();

    /// What a call to the device has shown.
    void saw_ready(const std::string& name, std::optional<std::uint64_t> free_bytes);
    void saw_failure(const std::string& name, const storage::DeviceError& failure);
    std::vector<control::DeviceRow> rows() const;

private:
    struct Seen {
        model::DeviceState state = model::DeviceState::unknown;
        std::string text;
        std::optional<std::uint64_t> free_bytes;
    };
    control::DeviceRow row(const model::Device& device) const;
    void write(const storage::DeviceFile& file) const;

    std::filesystem::path path_;
    storage::Sealer sealer_;
    storage::DeviceFile file_;
    std::map<std::string, Seen> seen_;
};

/// The rules for a device from outside, defined or ad hoc: kind and fields, path absolute, server and user present.
void check_device(const model::Device& device);
model::DeviceState state_of(storage::DeviceFault fault);

}  // namespace drs::master
