// SPDX-License-Identifier: Apache-2.0
// What a server's status means to an operator.
#include <fmt/format.h>

#include "storage/device/error.hpp"
#include "storage/device/sftp_session.hpp"

namespace drs::storage {
namespace {

std::string directory_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

bool changes(std::string_view doing) { return doing != "read" && doing != "list" && doing != "look at"; }

}  // namespace

/// Version 3 has no status for "no space": OpenSSH says just "failure", so the free space is asked for.
bool SftpSession::looks_full(const std::string& path) {
    if (broken_) return false;
    try {
        const auto free = free_bytes(directory_of(path));
        return free && *free < longest_write_;
    } catch (const DeviceError&) {
        return false;  // the status at hand says more than the failed question
    }
}

void SftpSession::throw_status(const SftpStatus& status, std::string_view doing, const std::string& path) {
    const auto words = status.message.empty() ? fmt::format("status {}", static_cast<std::uint32_t>(status.code)) : status.message;
    switch (status.code) {
        case SftpCode::no_such_file:
        case SftpCode::no_such_path:
            throw DeviceError(DeviceFault::not_found, fmt::format("{} is not there on {}: check the path of the device", path, place()));
        case SftpCode::permission_denied:
        case SftpCode::write_protected:
            throw DeviceError(DeviceFault::refused, fmt::format("no permission to {} {} on {}: give the user the right to, or choose another directory",
                                                                doing, path, place()));
        case SftpCode::no_space:
        case SftpCode::quota_exceeded:
            throw DeviceError(DeviceFault::full, fmt::format("{} on {} is full: free some space or keep fewer sets", directory_of(path), place()));
        case SftpCode::already_exists:
            throw DeviceError(DeviceFault::failed, fmt::format("{} already holds {}, which is left as it is: remove it or take another name",
                                                               place(), path));
        case SftpCode::not_a_directory:
            throw DeviceError(DeviceFault::not_found, fmt::format("{} on {} is not a directory: check the path of the device", path, place()));
        default: break;
    }
    if (status.code == SftpCode::failure && changes(doing) && looks_full(path))
        throw DeviceError(DeviceFault::full, fmt::format("{} on {} is full: free some space or keep fewer sets", directory_of(path), place()));
    throw DeviceError(DeviceFault::failed, fmt::format("{} could not {} {} ({}): see the server's log; a used-up quota shows like this, too", place(),
                                                       doing, path, words));
}

}  // namespace drs::storage
