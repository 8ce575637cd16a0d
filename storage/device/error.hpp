// SPDX-License-Identifier: Apache-2.0
// What a device says when it cannot: one sentence with the server or path, what was tried, and the reason.
#pragma once

#include <string>
#include <system_error>

namespace drs::storage {

enum class DeviceFault {
    unreachable = 1,    // no connection
    refused = 2,        // login, host key, permission
    not_found = 3,      // path or file is not there
    full = 4,           // no space, quota
    failed = 5,         // an operation failed
    timed_out = 6,      // the other side stopped moving
    aborted = 7,        // abort() was called
    unsupported = 8,    // this build or machine cannot use such a device
};

const std::error_category& device_category();

class DeviceError : public std::system_error {
public:
    DeviceError(DeviceFault fault, const std::string& sentence);
    DeviceFault fault() const { return static_cast<DeviceFault>(code().value()); }
    const char* what() const noexcept override { return sentence_.c_str(); }

private:
    std::string sentence_;
};

}  // namespace drs::storage
