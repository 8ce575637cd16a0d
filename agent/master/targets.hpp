// SPDX-License-Identifier: Apache-2.0
// The device a request means: a defined one by its name, or one given only for this request.
#pragma once

#include <string>

#include "control/service.hpp"
#include "master/device_registry.hpp"
#include "master/operation.hpp"
#include "storage/db/database.hpp"

namespace drs::master {

struct Target {
    model::Device device;
    bool defined = false;
    std::string shown;  // the device's name, or server:path
};

class Targets {
public:
    Targets(Means& means, storage::Database& database, DeviceRegistry& devices) : means_(means), database_(database), devices_(devices) {}

    /// Throws Refusal: no such device, one whose password does not open, or an ad-hoc one that is not allowed.
    Target of(const control::DeviceChoice& choice) const;
    /// Makes conversations with it; each owns what it needs.
    OpenDevice opener(const model::Device& device) const;
    /// Without a password the Master's own SSH key is meant, unless another one is named.
    model::Device completed(model::Device device) const;
    /// The key of a server that is used without being defined is pinned at its first use.
    void pin_if_new(const Target& target, const std::string& host_key);
    /// What a call has shown of a defined device; of others nothing is kept.
    void saw_ready(const Target& target, std::optional<std::uint64_t> free_bytes);
    void saw_failure(const Target& target, const storage::DeviceError& failure);

private:
    Means& means_;
    storage::Database& database_;
    DeviceRegistry& devices_;
};

}  // namespace drs::master
