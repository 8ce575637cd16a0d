// SPDX-License-Identifier: Apache-2.0
// From an operator's definition to a device that can be used.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "model/device.hpp"
#include "storage/device/backup_device.hpp"
#include "trace/trace.hpp"

namespace drs::storage {

struct DeviceOptions {
    std::chrono::seconds timeout{30};
    runtime::Executor executor;             // the io thread; the device has a worker of its own
    trace::Trace* trace = nullptr;
};

/// Opens nothing yet: the first call connects. `definition.host_key_fingerprint` empty: any key is taken and can then be
/// asked for (`host_key_fingerprint()`); set: another key is DeviceError(refused) that names both fingerprints.
/// TAPE: DeviceError(unsupported).
std::unique_ptr<BackupDevice> open_device(const model::Device& definition, const DeviceOptions& options);

}  // namespace drs::storage
