// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/member_tar.hpp"

#include "storage/archive/tar_stream.hpp"

namespace drs::storage {

struct MemberTar::State {
    explicit State(ByteSink& next) : stream(next, never_stopped) {}
    const std::function<bool()> never_stopped;
    TarStream stream;
};

MemberTar::MemberTar(ByteSink& next) : state_(std::make_unique<State>(next)) {}
MemberTar::~MemberTar() = default;

void MemberTar::add(const std::string& name, std::chrono::system_clock::time_point modified, std::span<const std::byte> bytes) {
    const Entry entry(archive_entry_new());
    if (!entry) throw std::bad_alloc();
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0600);
    archive_entry_set_mtime(entry.get(), std::chrono::system_clock::to_time_t(modified), 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    state_->stream.begin_member(entry.get());
    if (!bytes.empty()) state_->stream.data(bytes);
}

void MemberTar::finish() { state_->stream.finish(); }

}  // namespace drs::storage
