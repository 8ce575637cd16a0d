// SPDX-License-Identifier: Apache-2.0
// One file to or from a server with many requests in flight, so that the speed is the line's and not the round trip's.
#pragma once

#include <string>

#include "storage/device/sftp_session.hpp"
#include "storage/device/stream.hpp"

namespace drs::storage {

/// Writes all that `upload` brings to a scratch file in `directory`, and gives it `name` when the upload is complete. Removes the scratch
/// when the upload was abandoned or failed, as far as the server lets us.
void send_file(SftpSession& session, Upload& upload, const std::string& directory, const std::string& name);

/// Reads `path` to its end into `download`, or until nobody wants more.
void receive_file(SftpSession& session, Download& download, const std::string& path);

}  // namespace drs::storage
