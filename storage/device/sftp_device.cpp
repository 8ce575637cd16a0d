// SPDX-License-Identifier: Apache-2.0
#include "storage/device/sftp_device.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "storage/device/error.hpp"
#include "storage/device/scratch.hpp"
#include "storage/device/sftp_stream.hpp"

namespace drs::storage {
namespace {

bool has_type(const SftpAttributes& attributes, mode_t type) {
    return attributes.permissions && (*attributes.permissions & S_IFMT) == type;
}

/// Some servers send no permissions; then `ls -l`'s first letter tells.
bool is_plain_file(const SftpName& entry) {
    if (entry.name.find('/') != std::string::npos) return false;
    return entry.attributes.permissions ? has_type(entry.attributes, S_IFREG) : entry.long_name.starts_with('-');
}

std::string without_slash(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
}

}  // namespace

SftpDevice::SftpDevice(model::Device definition, const DeviceOptions& options)
    : definition_(std::move(definition)), options_(options), directory_(without_slash(definition_.path)),
      thread_(options.executor, "sftp") {}

std::string SftpDevice::at(const std::string& name) const { return directory_ == "/" ? "/" + name : directory_ + "/" + name; }

std::string SftpDevice::host_key_fingerprint() const {
    const std::lock_guard lock(mutex_);
    return fingerprint_;
}

void SftpDevice::connect() {
    session_ = std::make_unique<SftpSession>(definition_, options_.timeout, thread_.interrupt());
    session_->connect();
    const std::lock_guard lock(mutex_);
    fingerprint_ = session_->fingerprint();
    if (options_.trace)
        options_.trace->of_job(job_).debug("SftpDevice.connect", "user {} is logged in on {} ({}), writes of {} bytes", definition_.user,
                                           session_->place(), fingerprint_, session_->longest_write());
}

SftpSession& SftpDevice::session() {
    if (thread_.interrupt().aborted())
        throw DeviceError(DeviceFault::aborted, fmt::format("the work on {}:{} was aborted", definition_.server, definition_.port));
    if (!session_ || !session_->still_there()) connect();
    return *session_;
}

void SftpDevice::check_directory() {
    const auto found = session().stat(directory_);
    if (!found)
        throw DeviceError(DeviceFault::not_found, fmt::format("directory {} is not there on {}: create it or correct the path of the device",
                                                              directory_, session_->place()));
    if (found->permissions && !has_type(*found, S_IFDIR))
        throw DeviceError(DeviceFault::not_found, fmt::format("{} on {} is not a directory: correct the path of the device", directory_,
                                                              session_->place()));
}

void SftpDevice::probe() {
    // Both names are scratch, so that whatever a lost connection leaves here is swept later.
    const Scratch first("probe"), second("probe");
    const auto from = at(first.name()), to = at(second.name());
    auto& server = session();
    const std::string_view words = "OpenDRS was here";
    auto handle = server.open(from, sftp_open_write | sftp_open_create | sftp_open_exclusive);
    const auto id = server.next_id();
    SftpRequest write(SftpType::write, id);
    server.send(write.text(handle).u64(0).text(words), id);
    server.expect_ok(server.wait_answer(), "write", from);
    server.close(handle, from);
    server.rename(from, to);
    handle = server.open(to, sftp_open_read);
    const auto read_id = server.next_id();
    SftpRequest read(SftpType::read, read_id);
    server.send(read.text(handle).u64(0).u32(static_cast<std::uint32_t>(words.size())), read_id);
    const auto answer = server.wait_answer();
    const bool same = answer.type == SftpType::data && SftpFields(answer.body).text() == words;
    server.close(handle, to);
    server.remove(to);
    if (!same)
        throw DeviceError(DeviceFault::failed, fmt::format("{} gives back something else than was written to {}: check the server's file system",
                                                           server.place(), to));
}

std::vector<SftpName> SftpDevice::plain_files() {
    auto entries = session().list(directory_);
    std::erase_if(entries, [](const SftpName& entry) { return !is_plain_file(entry); });
    return entries;
}

Awaitable<void> SftpDevice::validate() {
    auto work = [this] {
        check_directory();
        probe();
    };
    co_await thread_.run(work);
}

Awaitable<std::vector<FileEntry>> SftpDevice::list() {
    auto work = [this] {
        std::vector<FileEntry> files;
        for (auto& entry : plain_files())
            if (!is_scratch(entry.name)) files.push_back({std::move(entry.name), entry.attributes.size.value_or(0)});
        return files;
    };
    co_return co_await thread_.run(work);
}

Awaitable<std::unique_ptr<FileWriter>> SftpDevice::create(const std::string& name) {
    check_file_name(name);
    std::function<void(Upload&)> work = [this, name](Upload& upload) { send_file(session(), upload, directory_, name); };
    co_return co_await thread_.write(std::move(work));
}

Awaitable<std::unique_ptr<FileReader>> SftpDevice::open(const std::string& name) {
    check_file_name(name);
    std::function<void(Download&)> work = [this, name](Download& download) { receive_file(session(), download, at(name)); };
    co_return co_await thread_.read(std::move(work));
}

Awaitable<void> SftpDevice::remove(const std::string& name) {
    check_file_name(name);
    auto work = [&] { session().remove(at(name)); };
    co_await thread_.run(work);
}

Awaitable<void> SftpDevice::rename(const std::string& from, const std::string& to) {
    check_file_name(from);
    check_file_name(to);
    auto work = [&] { session().rename(at(from), at(to)); };
    co_await thread_.run(work);
}

Awaitable<unsigned> SftpDevice::sweep(Ours ours) {
    auto work = [&] {
        unsigned gone = 0;
        for (const auto& entry : plain_files())
            if (is_forsaken(entry.name) && ours(entry.name) && session().remove(at(entry.name))) ++gone;
        return gone;
    };
    co_return co_await thread_.run(work);
}

Awaitable<std::optional<std::uint64_t>> SftpDevice::free_bytes() {
    auto work = [this] { return session().free_bytes(directory_); };
    co_return co_await thread_.run(work);
}

}  // namespace drs::storage
