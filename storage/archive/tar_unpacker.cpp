// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/tar_unpacker.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <new>

#include "storage/archive/error.hpp"

namespace drs::storage {
namespace {

constexpr std::size_t record_bytes = 512;
constexpr std::size_t end_mark_bytes = 2 * record_bytes;  // POSIX pax: two records of zeros
constexpr std::size_t most_warnings = 100;

int unpack_options() {
    const int owner = ::geteuid() == 0 ? ARCHIVE_EXTRACT_OWNER : 0;  // nobody else may give files away
    return owner | ARCHIVE_EXTRACT_PERM | ARCHIVE_EXTRACT_TIME | ARCHIVE_EXTRACT_XATTR | ARCHIVE_EXTRACT_ACL |
           ARCHIVE_EXTRACT_SECURE_SYMLINKS | ARCHIVE_EXTRACT_SECURE_NODOTDOT;
}

std::string reason_of(archive* handle) {
    const char* reason = archive_error_string(handle);
    return reason ? reason : "unknown reason";
}

[[noreturn]] void damaged(const std::string& what) {
    throw ArchiveError(ArchiveFault::damaged, "The tar data is damaged: " + what + ".");
}

bool leads_through_a_link(const std::string& target) {
    for (std::size_t slash = target.find('/', 1); slash != std::string::npos; slash = target.find('/', slash + 1)) {
        struct stat state {};
        if (::lstat(target.substr(0, slash).c_str(), &state) == 0 && S_ISLNK(state.st_mode)) return true;
    }
    return false;
}

}  // namespace

TarUnpacker::TarUnpacker(Feed& feed, Map map)
    : feed_(feed), map_(std::move(map)), reader_(archive_read_new()), writer_(archive_write_disk_new()) {
    if (!reader_ || !writer_) throw std::bad_alloc();
    archive_read_support_format_tar(reader_);
    archive_write_disk_set_options(writer_, unpack_options());
    archive_write_disk_set_standard_lookup(writer_);
}

TarUnpacker::~TarUnpacker() {
    archive_read_free(reader_);
    archive_write_free(writer_);
}

TarReport TarUnpacker::run() {
    if (archive_read_open(reader_, this, nullptr, &TarUnpacker::give_block, nullptr) != ARCHIVE_OK) damaged(reason_of(reader_));
    while (next_member()) unpack_member();
    drain();
    if (zeros_at_end_ < end_mark_bytes || bytes_ % record_bytes != 0) damaged("it ends without its end mark");
    if (archive_write_close(writer_) < ARCHIVE_WARN)
        throw ArchiveError(ArchiveFault::target, "The restored directories cannot be completed: " + reason_of(writer_) + ".");
    return std::move(report_);
}

la_ssize_t TarUnpacker::give_block(archive*, void* self, const void** block) {
    auto& unpacker = *static_cast<TarUnpacker*>(self);
    auto next = unpacker.feed_.pull();
    if (!next) return 0;
    unpacker.block_ = std::move(*next);
    unpacker.note_end(unpacker.block_);
    *block = unpacker.block_.data();
    return static_cast<la_ssize_t>(unpacker.block_.size());
}

void TarUnpacker::note_end(const std::vector<std::byte>& block) {
    bytes_ += block.size();
    const auto last = std::find_if(block.rbegin(), block.rend(), [](std::byte b) { return b != std::byte{0}; });
    const auto zeros = static_cast<std::size_t>(last - block.rbegin());
    zeros_at_end_ = zeros == block.size() ? zeros_at_end_ + zeros : zeros;
}

/// What follows the end mark: the padding of other tar programs.
void TarUnpacker::drain() {
    while (const auto rest = feed_.pull()) note_end(*rest);
}

bool TarUnpacker::next_member() {
    const int outcome = archive_read_next_header(reader_, &entry_);
    if (outcome == ARCHIVE_EOF) return false;
    // A warning is a name that cannot be told exactly: better nothing than another file.
    if (outcome != ARCHIVE_OK) damaged(reason_of(reader_));
    return true;
}

void TarUnpacker::unpack_member() {
    const char* name = archive_entry_pathname(entry_);
    if (!name) damaged("a member has no name");
    const std::string member = name, target = map_(member);
    archive_entry_copy_pathname(entry_, target.c_str());
    if (const char* link = archive_entry_hardlink(entry_)) archive_entry_copy_hardlink(entry_, map_(link).c_str());

    const int outcome = archive_write_header(writer_, entry_);
    if (outcome < ARCHIVE_WARN) not_made(member, target);
    if (outcome != ARCHIVE_OK) warn("`" + member + "`: " + reason_of(writer_) + ".");
    if (archive_entry_size(entry_) > 0 && archive_entry_filetype(entry_) == AE_IFREG) copy_data(member);
    const int finished = archive_write_finish_entry(writer_);
    if (finished < ARCHIVE_WARN) not_made(member, target);
    if (finished != ARCHIVE_OK) warn("`" + member + "`: " + reason_of(writer_) + ".");
    ++report_.members;
}

void TarUnpacker::copy_data(const std::string& member) {
    for (;;) {
        const void* data = nullptr;
        std::size_t size = 0;
        la_int64_t offset = 0;
        const int outcome = archive_read_data_block(reader_, &data, &size, &offset);
        if (outcome == ARCHIVE_EOF) return;
        if (outcome != ARCHIVE_OK) damaged(reason_of(reader_));
        if (archive_write_data_block(writer_, data, size, offset) < ARCHIVE_OK)
            throw ArchiveError(ArchiveFault::target, "`" + member + "` cannot be restored: " + reason_of(writer_) + ".");
    }
}

void TarUnpacker::not_made(const std::string& member, const std::string& target) {
    const std::string reason = reason_of(writer_);
    const char* link = archive_entry_hardlink(entry_);
    if (leads_through_a_link(target) || (link && leads_through_a_link(link)))
        throw ArchiveError(ArchiveFault::unsafe, "The member `" + member + "` leads through a symbolic link, nothing is restored.");
    throw ArchiveError(ArchiveFault::target, "`" + member + "` cannot be restored: " + reason + ".");
}

void TarUnpacker::warn(const std::string& text) {
    if (report_.warnings.size() < most_warnings) report_.warnings.push_back(text);
}

}  // namespace drs::storage
