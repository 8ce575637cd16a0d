// SPDX-License-Identifier: Apache-2.0
#include "storage/device/open_device.hpp"

#include <fmt/format.h>

#include "storage/device/error.hpp"
#include "storage/device/local_device.hpp"
#include "storage/device/sftp_device.hpp"

namespace drs::storage {

std::unique_ptr<BackupDevice> open_device(const model::Device& definition, const DeviceOptions& options) {
    switch (definition.kind) {
        case model::DeviceKind::network: return std::make_unique<SftpDevice>(definition.duplicate(), options);
        case model::DeviceKind::local: return std::make_unique<LocalDevice>(definition.path, options);
        case model::DeviceKind::tape: break;
    }
    throw DeviceError(DeviceFault::unsupported, fmt::format("device {} is a tape drive, which this release cannot write to: use a NETWORK or LOCAL device",
                                                            definition.name));
}

}  // namespace drs::storage
