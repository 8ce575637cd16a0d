// SPDX-License-Identifier: Apache-2.0
// What the archive stages say: one sentence with the file or member concerned.
#pragma once

#include <string>
#include <system_error>

namespace drs::storage {

enum class ArchiveFault {
    source = 1,         // a file to back up cannot be read
    target = 2,         // a file to restore cannot be written
    damaged = 3,        // the data is not what was written: tag, checksum, frame or header wrong, or cut short
    wrong_key = 4,      // no identity opens it
    bad_key = 5,        // a recipient or identity is not one
    unsafe = 6,         // a member would leave the component's paths
};

const std::error_category& archive_category();

class ArchiveError : public std::system_error {
public:
    ArchiveError(ArchiveFault fault, const std::string& sentence);
    ArchiveFault fault() const { return static_cast<ArchiveFault>(code().value()); }
    const char* what() const noexcept override { return sentence_.c_str(); }

private:
    std::string sentence_;
};

}  // namespace drs::storage
