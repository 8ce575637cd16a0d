// SPDX-License-Identifier: Apache-2.0
// What a local device does in its directory, in blocking calls.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/device/backup_device.hpp"
#include "storage/device/interrupt.hpp"
#include "storage/device/stream.hpp"

namespace drs::storage {

/// Held open, so that a directory that is moved or replaced meanwhile confuses nobody. All throw DeviceError with the path.
class LocalDirectory {
public:
    LocalDirectory(const std::string& path, Interrupt& interrupt);

    std::vector<FileEntry> plain_files() const;
    /// False when there was none.
    bool remove(const std::string& name) const;
    /// The new name must not be there; both names last a crash afterwards.
    void rename_durably(const std::string& from, const std::string& to) const;
    std::uint64_t free_bytes() const;
    /// Writes, reads back, renames and removes a small file.
    void probe() const;
    /// All that `upload` brings, under a scratch name until it is complete and on the disk.
    void send_file(Upload& upload, const std::string& name) const;
    void receive_file(Download& download, const std::string& name) const;

private:
    Descriptor create(const std::string& name) const;
    Descriptor open(const std::string& name) const;
    void write(int fd, std::span<const std::byte> bytes, const std::string& name) const;
    void rename(const std::string& from, const std::string& to) const;
    bool pump(Upload& upload, int fd, const std::string& name) const;
    void throw_if_aborted() const;
    [[noreturn]] void fail(const std::string& doing, const std::string& name, int error) const;

    std::string path_;
    Interrupt& interrupt_;
    Descriptor directory_;
};

}  // namespace drs::storage
