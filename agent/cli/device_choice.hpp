// SPDX-License-Identifier: Apache-2.0
// Which device a command means: one by name, or one described on the command line.
#pragma once

#include "cli/command_table.hpp"
#include "cli/session.hpp"

namespace drs::cli {

control::DeviceChoice named_device(const std::string& name);
/// A directory on an SFTP server; asks for the password unless the options say how to sign in. Throws Refusal(usage).
control::DeviceChoice server_device(const std::string& path, const std::string& server, const std::string& user,
                                    const Options& options, Session& session);
/// What begins with `/` is a path of `kind`, anything else the name of a device: no device name has a `/`.
control::DeviceChoice named_or_path(const std::string& text, model::DeviceKind kind);

/// The device of `server_device`, to be named and saved.
model::Device network_device(const std::string& path, const std::string& server, const std::string& user,
                             const Options& options, Session& session);

}  // namespace drs::cli
