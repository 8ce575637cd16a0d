// SPDX-License-Identifier: Apache-2.0
// libssh's handles as types that free themselves; for the sources of this folder alone.
#pragma once

#include <libssh/libssh.h>

#include <memory>

namespace drs::storage {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* handle) const noexcept {
        Free(handle);
    }
};

inline void free_session(ssh_session session) noexcept {
    ssh_disconnect(session);
    ssh_free(session);
}

using SshSession = std::unique_ptr<ssh_session_struct, Freed<free_session>>;
using SshChannel = std::unique_ptr<ssh_channel_struct, Freed<ssh_channel_free>>;
using SshKey = std::unique_ptr<ssh_key_struct, Freed<ssh_key_free>>;

}  // namespace drs::storage
