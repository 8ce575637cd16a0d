// SPDX-License-Identifier: Apache-2.0
// Who the server is and who we are: host key, password, public key.
#pragma once

#include <functional>
#include <string>

#include "model/device.hpp"
#include "storage/device/ssh_handle.hpp"

namespace drs::storage {

/// Repeats a call of libssh as long as it says that it has to be made again.
using Persist = std::function<int(const std::function<int()>&)>;

/// SHA256:... as OpenSSH prints it.
std::string fingerprint_of(ssh_session session);
/// Throws DeviceError(refused) naming both when the device has one pinned and the server shows another.
void check_host_key(const model::Device& device, const std::string& place, const std::string& shown);
/// By password (also where the server asks for it in a dialogue) or by the key file. Throws DeviceError(refused).
void log_in(ssh_session session, const model::Device& device, const std::string& place, const Persist& persist);

}  // namespace drs::storage
