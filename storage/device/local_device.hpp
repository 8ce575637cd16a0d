// SPDX-License-Identifier: Apache-2.0
// A directory of this machine as a backup device.
#pragma once

#include "storage/device/device_thread.hpp"
#include "storage/device/open_device.hpp"

namespace drs::storage {

/// A file system that hangs (a dead NFS server) hangs the device's thread with it, and the destructor waits for that thread: no
/// system call can be taken back. Everything else ends at once.
class LocalDevice final : public BackupDevice {
public:
    LocalDevice(std::string directory, const DeviceOptions& options);

    Awaitable<void> validate() override;
    Awaitable<std::vector<FileEntry>> list() override;
    Awaitable<std::unique_ptr<FileWriter>> create(const std::string& name) override;
    Awaitable<std::unique_ptr<FileReader>> open(const std::string& name) override;
    Awaitable<void> remove(const std::string& name) override;
    Awaitable<void> rename(const std::string& from, const std::string& to) override;
    Awaitable<unsigned> sweep(Ours ours) override;
    Awaitable<std::optional<std::uint64_t>> free_bytes() override;
    void abort() noexcept override { thread_.interrupt().abort(); }

private:
    std::string directory_;
    DeviceThread thread_;
};

}  // namespace drs::storage
