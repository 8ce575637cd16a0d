// SPDX-License-Identifier: Apache-2.0
// Whatever a server sends on the sftp subsystem: cut into answers, and every answer read as every kind of body.
#include <algorithm>
#include <cstring>

#include "storage/device/sftp_packet.hpp"

using namespace drs::storage;

namespace {

template <class F>
void try_reading(F read, const SftpAnswer& answer) {
    try {
        (void)read(answer.body);
    } catch (const SftpMalformed&) {
        // The only way out that is allowed.
    }
}

void read_as_everything(const SftpAnswer& answer) {
    try_reading(read_version, answer);
    try_reading(read_status, answer);
    try_reading(read_handle, answer);
    try_reading(read_data, answer);
    try_reading(read_names, answer);
    try_reading(read_attributes, answer);
    try_reading(read_limits, answer);
    try_reading(read_free_bytes, answer);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // The first byte says in pieces of how many bytes the rest arrives.
    if (size == 0) return 0;
    const std::size_t piece = data[0] + 1u;
    SftpInbox inbox;
    try {
        for (std::size_t at = 1; at < size; at += piece) {
            const auto count = std::min(piece, size - at);
            std::memcpy(inbox.room(count).data(), data + at, count);
            inbox.filled(count);
            while (const auto answer = inbox.next()) read_as_everything(*answer);
        }
    } catch (const SftpMalformed&) {
        // A length that cannot be ends the conversation.
    }
    return 0;
}
