// SPDX-License-Identifier: Apache-2.0
// A component of kind `files`: directory trees to tar and back, with owner, mode, times, links, sparse files, xattrs and ACLs.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "storage/archive/byte_sink.hpp"

namespace drs::storage {

struct TarReport {
    std::uint64_t members = 0;
    std::vector<std::string> warnings;   // sockets left out, files that vanished or changed while read (at most 100)
};

/// Writes a pax tar of the absolute `paths` (files or directories; members without the leading `/`), then finishes
/// `next`. Does not follow symbolic links; stays on each path's own trees, other file systems included. A path that is missing or a
/// file that cannot be read is ArchiveError(source). `stopped` is asked between blocks: true ends with an exception.
TarReport write_tar(const std::vector<std::string>& paths, ByteSink& next, const std::function<bool()>& stopped);

/// Sum of the sizes of the regular files below `paths`, for the estimate; unreadable parts count as nothing.
std::uint64_t estimate_tar(const std::vector<std::string>& paths);

/// Takes a tar stream and unpacks it beside its targets: nothing under `paths` changes before `commit()`.
/// Each registered path P gets a scratch directory `.drs-restore-<tag>-<n>` in P's parent; commit swaps the new P in (atomically where the
/// file system can exchange names), path after path, and puts back those already swapped when one fails. A path that is not in the
/// archive is removed by the swap. Members outside `paths`, `..`, or through a symbolic link: ArchiveError(unsafe). The destructor removes all scratch.
class TarExtractor : public ByteSink {
public:
    TarExtractor(std::vector<std::string> paths, std::string tag);
    ~TarExtractor() override;
    void write(std::span<const std::byte> bytes) override;
    void finish() override;
    /// Only after finish(). Throws ArchiveError(target); then everything is as it was.
    TarReport commit();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Removes scratch that an earlier run left beside `paths`. Returns how many directories went.
unsigned sweep_restore_scratch(const std::vector<std::string>& paths);

}  // namespace drs::storage
