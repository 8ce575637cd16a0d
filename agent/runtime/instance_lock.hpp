// SPDX-License-Identifier: Apache-2.0
// At most one daemon of a kind below one root.
#pragma once

#include <filesystem>
#include <string>

namespace drs::runtime {

/// Holds the file locked while it lives; the kernel frees it when the process dies. Throws Error(bad_configuration) naming the process that has it.
class InstanceLock {
public:
    InstanceLock(const std::filesystem::path& file, const std::string& daemon);
    ~InstanceLock();
    InstanceLock(const InstanceLock&) = delete;
    InstanceLock& operator=(const InstanceLock&) = delete;

private:
    int fd_ = -1;
};

}  // namespace drs::runtime
