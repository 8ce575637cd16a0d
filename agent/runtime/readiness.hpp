// SPDX-License-Identifier: Apache-2.0
// Tells the service manager how far a daemon is (sd_notify(3)'s protocol), without libsystemd.
#pragma once

#include <string_view>

namespace drs::runtime {

/// One datagram to $NOTIFY_SOCKET (a path, or `@name` in the abstract space); does nothing when it is not set, as in a terminal.
/// Throws Error(network) when it is set and does not take the message: a unit of Type=notify would wait in vain.
void notify_service_manager(std::string_view state);

inline void notify_ready() { notify_service_manager("READY=1"); }
/// Never throws: a service manager that has gone does not keep a daemon from ending well.
void notify_stopping() noexcept;
/// One line for `systemctl status`; control characters become blanks, for a new line would be another message.
void notify_status(std::string_view line);

}  // namespace drs::runtime
