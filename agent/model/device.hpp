// SPDX-License-Identifier: Apache-2.0
// A backup device as the operator defines it: where sets are kept, and how to get there.
#pragma once

#include <cstdint>
#include <string>

#include "model/secret.hpp"
#include "model/words.hpp"

namespace drs::model {

inline constexpr unsigned max_devices = 10;
inline constexpr unsigned default_keep_sets = 2;

struct Device {
    std::uint32_t index = 0;  // small, survives restarts, never reused (DRS-MIB)
    std::string name;
    DeviceKind kind = DeviceKind::local;
    std::string path;         // directory on the server or on this machine; /dev/nst0 for tape
    unsigned keep_sets = default_keep_sets;

    // NETWORK only.
    std::string server;       // name or address
    std::uint16_t port = 22;
    std::string user;
    Secret password;          // empty: public key, or a password that does not open
    /// The password as drfDevice.xml holds it; empty until the file has it.
    std::string sealed_password;
    std::string key_file;     // private key in OpenSSH format; used when there is no password
    /// `SHA256:<base64>` as OpenSSH prints it; empty until the first save pins it.
    std::string host_key_fingerprint;

    /// Every field, password included: asked for by name because a Secret does not copy.
    Device duplicate() const {
        return {index, name, kind, path, keep_sets, server, port, user, password.duplicate(), sealed_password, key_file, host_key_fingerprint};
    }
    /// False when the password was sealed under other keys: the device is known, and cannot be used before the password is given anew.
    bool password_opens() const { return sealed_password.empty() || !password.empty(); }
    /// `10.0.0.5 : /backup`, `/dev/nst0`, `/srv/sets`: as `device list` shows it.
    std::string location() const { return kind == DeviceKind::network ? server + " : " + path : path; }
};

}  // namespace drs::model
