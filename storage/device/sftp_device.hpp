// SPDX-License-Identifier: Apache-2.0
// A directory on an SFTP server as a backup device.
#pragma once

#include <mutex>

#include "storage/device/device_thread.hpp"
#include "storage/device/open_device.hpp"
#include "storage/device/sftp_session.hpp"

namespace drs::storage {

/// Connects at the first call, and again at the next call after the connection broke.
class SftpDevice final : public BackupDevice {
public:
    SftpDevice(model::Device definition, const DeviceOptions& options);

    Awaitable<void> validate() override;
    Awaitable<std::vector<FileEntry>> list() override;
    Awaitable<std::unique_ptr<FileWriter>> create(const std::string& name) override;
    Awaitable<std::unique_ptr<FileReader>> open(const std::string& name) override;
    Awaitable<void> remove(const std::string& name) override;
    Awaitable<void> rename(const std::string& from, const std::string& to) override;
    Awaitable<unsigned> sweep(Ours ours) override;
    Awaitable<std::optional<std::uint64_t>> free_bytes() override;
    void work_for(model::JobId job) override { job_ = job; }
    void abort() noexcept override { thread_.interrupt().abort(); }
    std::string host_key_fingerprint() const override;

private:
    // On the device's thread:
    SftpSession& session();
    void connect();
    void check_directory();
    void probe();
    std::vector<SftpName> plain_files();
    std::string at(const std::string& name) const;

    model::Device definition_;
    DeviceOptions options_;
    model::JobId job_ = 0;
    std::string directory_;
    mutable std::mutex mutex_;
    std::string fingerprint_;
    std::unique_ptr<SftpSession> session_;
    DeviceThread thread_;  // last: it joins before anything its jobs use goes
};

}  // namespace drs::storage
