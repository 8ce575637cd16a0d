// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/tar_stream.hpp"

#include <algorithm>
#include <array>

#include "storage/archive/error.hpp"

namespace drs::storage {
namespace {

constexpr int block_bytes = 256 << 10;
constexpr std::array<std::byte, 64u << 10> zero_bytes{};

}  // namespace

TarStream::TarStream(ByteSink& next, const std::function<bool()>& stopped)
    : next_(next), stopped_(stopped), handle_(archive_write_new()) {
    if (!handle_) throw std::bad_alloc();
    // Full pax: the restricted form drops nanoseconds. SCHILY names are those that GNU tar knows too.
    archive_write_set_format_pax(handle_);
    archive_write_set_format_option(handle_, "pax", "xattrheader", "SCHILY");
    archive_write_set_bytes_per_block(handle_, block_bytes);
    archive_write_set_bytes_in_last_block(handle_, 1);
    archive_write_open(handle_, this, nullptr, &TarStream::take_block, nullptr);
}

TarStream::~TarStream() {
    if (!failure_) failure_ = std::make_exception_ptr(std::exception());  // not finished: nothing more may leave
    archive_write_free(handle_);
}

la_ssize_t TarStream::take_block(archive*, void* self, const void* block, size_t size) {
    auto& stream = *static_cast<TarStream*>(self);
    const auto taken = static_cast<la_ssize_t>(size);
    if (stream.failure_) return taken;
    try {
        stream.ask_stopped();
        stream.next_.write({static_cast<const std::byte*>(block), size});
    } catch (...) {
        stream.failure_ = std::current_exception();
    }
    return taken;
}

void TarStream::ask_stopped() const {
    if (stopped_ && stopped_()) throw ArchiveError(ArchiveFault::source, "The backup of the component was stopped before its end.");
}

void TarStream::check(la_ssize_t outcome, const char* what) {
    if (failure_) std::rethrow_exception(failure_);
    if (outcome < ARCHIVE_WARN)
        throw ArchiveError(ArchiveFault::source, std::string(what) + ": " + (archive_error_string(handle_) ? archive_error_string(handle_) : "unknown reason") + ".");
}

void TarStream::begin_member(archive_entry* entry) {
    const std::string name = archive_entry_pathname(entry);
    // A warning is only that the name is stored as bytes.
    check(archive_write_header(handle_, entry), ("`/" + name + "` cannot be put into a tar archive").c_str());
}

void TarStream::data(std::span<const std::byte> bytes) {
    const la_ssize_t written = archive_write_data(handle_, bytes.data(), bytes.size());
    check(written, "The tar archive cannot be written");
    if (written != static_cast<la_ssize_t>(bytes.size()))
        throw ArchiveError(ArchiveFault::source, "The tar archive took fewer bytes of a file than it was promised.");
}

void TarStream::zeros(std::uint64_t count) {
    while (count > 0) {
        const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(count, zero_bytes.size()));
        data(std::span(zero_bytes).first(part));
        count -= part;
    }
}

void TarStream::finish() {
    check(archive_write_close(handle_), "The tar archive cannot be ended");
    next_.finish();
}

}  // namespace drs::storage
