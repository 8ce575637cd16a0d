// SPDX-License-Identifier: Apache-2.0
// libarchive's pax writer in front of a byte sink; for the sources of this folder only.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "storage/archive/byte_sink.hpp"
#include "storage/archive/thread_locale.hpp"

namespace drs::storage {

struct EntryFreed {
    void operator()(archive_entry* entry) const noexcept { archive_entry_free(entry); }
};
using Entry = std::unique_ptr<archive_entry, EntryFreed>;

/// One writer a thread: it sets the thread's locale while it lives.
class TarStream {
public:
    /// `stopped` is asked before each block that leaves.
    TarStream(ByteSink& next, const std::function<bool()>& stopped);
    ~TarStream();
    TarStream(const TarStream&) = delete;
    TarStream& operator=(const TarStream&) = delete;

    /// Then as many bytes as the entry's size must follow.
    void begin_member(archive_entry* entry);
    void data(std::span<const std::byte> bytes);
    /// Inside a hole of the entry's sparse map they take no room.
    void zeros(std::uint64_t count);
    /// Ends the archive and finishes the sink.
    void finish();
    void ask_stopped() const;

private:
    static la_ssize_t take_block(archive*, void* self, const void* block, size_t size);
    void check(la_ssize_t outcome, const char* what);

    ByteSink& next_;
    const std::function<bool()>& stopped_;
    // Names are bytes. In the C locale libarchive stores those outside ASCII as they are (hdrcharset=BINARY, POSIX pax); in a UTF-8 locale its
    // reader would compose accents and so change names.
    ThreadLocale locale_{"C"};
    archive* handle_;
    std::exception_ptr failure_;          // of the sink; once set, blocks go nowhere
};

}  // namespace drs::storage
