// SPDX-License-Identifier: Apache-2.0
#include "storage/device/error.hpp"

namespace drs::storage {
namespace {

class DeviceCategory final : public std::error_category {
public:
    const char* name() const noexcept override { return "drs.device"; }
    std::string message(int value) const override {
        switch (static_cast<DeviceFault>(value)) {
            case DeviceFault::unreachable: return "no connection to the backup device";
            case DeviceFault::refused: return "the backup device refused";
            case DeviceFault::not_found: return "the path or file is not on the backup device";
            case DeviceFault::full: return "the backup device is full";
            case DeviceFault::failed: return "an operation on the backup device failed";
            case DeviceFault::timed_out: return "the backup device stopped moving";
            case DeviceFault::aborted: return "the use of the backup device was aborted";
            case DeviceFault::unsupported: return "such a backup device cannot be used here";
        }
        return "unknown device fault";
    }
};

}  // namespace

const std::error_category& device_category() {
    static const DeviceCategory category;
    return category;
}

DeviceError::DeviceError(DeviceFault fault, const std::string& sentence)
    : std::system_error(static_cast<int>(fault), device_category(), sentence), sentence_(sentence) {}

}  // namespace drs::storage
