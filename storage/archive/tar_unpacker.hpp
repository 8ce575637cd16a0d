// SPDX-License-Identifier: Apache-2.0
// Pulls a tar archive from a feed and makes its members where a map says; for the sources of this folder only.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <functional>
#include <string>
#include <vector>

#include "storage/archive/feed.hpp"
#include "storage/archive/tar.hpp"

namespace drs::storage {

class TarUnpacker {
public:
    /// Where a member (or the target of a hard link) goes; throws ArchiveError(unsafe).
    using Map = std::function<std::string(const std::string& member)>;
    TarUnpacker(Feed& feed, Map map);
    ~TarUnpacker();
    TarUnpacker(const TarUnpacker&) = delete;
    TarUnpacker& operator=(const TarUnpacker&) = delete;

    /// To the end of the feed, then directories get their modes and times. Throws ArchiveError(damaged, unsafe, target).
    TarReport run();

private:
    static la_ssize_t give_block(archive*, void* self, const void** block);
    bool next_member();
    void unpack_member();
    void copy_data(const std::string& member);
    void drain();
    void note_end(const std::vector<std::byte>& block);
    [[noreturn]] void not_made(const std::string& member, const std::string& target);
    void warn(const std::string& text);

    Feed& feed_;
    Map map_;
    archive* reader_;
    archive* writer_;
    archive_entry* entry_ = nullptr;      // of the reader
    std::vector<std::byte> block_;        // the reader looks into it until it asks for the next
    std::uint64_t bytes_ = 0;             // of the whole stream so far
    std::size_t zeros_at_end_ = 0;
    TarReport report_;
};

}  // namespace drs::storage
