// SPDX-License-Identifier: Apache-2.0
// Where backup sets are kept: a directory on an SFTP server, a local directory (a tape drive, later).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/job.hpp"
#include "runtime/awaitable.hpp"

namespace drs::storage {

using runtime::Awaitable;

/// Takes the bytes of one file of a set. Nobody sees it before `commit()` returns; dropping the
/// writer earlier, or a crash, leaves only scratch that the next `sweep()` takes away.
class FileWriter {
public:
    virtual ~FileWriter() = default;
    /// Takes the bytes in order. May return before they are on the device (at most 8 MiB are on their way); an error of theirs
    /// comes out of a later write or of commit. The bytes are copied.
    virtual Awaitable<void> write(std::span<const std::byte> bytes) = 0;
    /// Waits for everything, syncs it where the device can, and gives it its name. The name must not exist yet.
    virtual Awaitable<void> commit() = 0;
};

/// Gives the bytes of one file from its beginning, reading ahead where that pays.
class FileReader {
public:
    virtual ~FileReader() = default;
    /// 1 byte to 4 MiB at a time; empty at the end.
    virtual Awaitable<std::vector<std::byte>> read() = 0;
};

struct FileEntry {
    std::string name;
    std::uint64_t bytes = 0;
};

/// One conversation with a device. Calls one after the other, never two at once; a writer or reader counts as a call under way
/// until it is dropped. Every call throws storage::DeviceError and ends within the device's time-out (Settings::Job::device_timeout)
/// after the other side last moved.
class BackupDevice {
public:
    virtual ~BackupDevice() = default;

    /// Proves that this device can hold sets: login, the path is a directory, and a probe file can be written, renamed and removed.
    /// Leaves nothing behind.
    virtual Awaitable<void> validate() = 0;
    /// Plain files under their final names, in no order; scratch is not listed.
    virtual Awaitable<std::vector<FileEntry>> list() = 0;
    virtual Awaitable<std::unique_ptr<FileWriter>> create(const std::string& name) = 0;
    /// Absent name: DeviceError(not_found).
    virtual Awaitable<std::unique_ptr<FileReader>> open(const std::string& name) = 0;
    /// Absent name: nothing happens.
    virtual Awaitable<void> remove(const std::string& name) = 0;
    /// Gives a committed file another name in the same directory; `to` must not exist yet (DeviceError(failed), nothing changed).
    /// A run commits its files as scratch (`.drs-<set>-<name>.part`) and renames them all at its end, so that a broken run leaves nothing under a final name.
    virtual Awaitable<void> rename(const std::string& from, const std::string& to) = 0;
    /// Removes scratch (`.drs-<something>.part`) that no writer of this process holds and that `ours` says is ours: systems that share a directory leave each
    /// other's alone. Returns how many files went.
    using Ours = std::function<bool(const std::string& scratch_name)>;
    virtual Awaitable<unsigned> sweep(Ours ours) = 0;
    /// Bytes free for us; nothing when the device cannot say.
    virtual Awaitable<std::optional<std::uint64_t>> free_bytes() = 0;

    /// Whose work it does from now on: its lines in the trace name that job. Not while a call is under way.
    virtual void work_for(model::JobId) {}
    /// Makes the call under way fail soon, from any thread; the device is then good for nothing but destruction.
    virtual void abort() noexcept = 0;
    /// SHA256:... of the server's host key once connected; empty for devices without one.
    virtual std::string host_key_fingerprint() const { return {}; }
};

}  // namespace drs::storage
