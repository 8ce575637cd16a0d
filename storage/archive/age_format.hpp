// SPDX-License-Identifier: Apache-2.0
// The parts of an age v1 file (C2SP age specification) that encryption and decryption share.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/crypto/crypto.hpp"
#include "storage/archive/age.hpp"

namespace drs::storage::age {

inline constexpr std::size_t chunk_bytes = 64u << 10;
inline constexpr std::size_t sealed_chunk_bytes = chunk_bytes + runtime::Aead::tag_bytes;
inline constexpr std::size_t payload_nonce_bytes = 16;
inline constexpr std::size_t file_key_bytes = 16;
inline constexpr std::size_t largest_header = 64u << 10;

struct Stanza {
    std::vector<std::string> arguments;  // the first is the type
    runtime::Bytes body;
};

struct Header {
    std::vector<Stanza> stanzas;
    std::string_view covered;            // by the MAC: everything up to and with `---`; a part of what was parsed
    runtime::Bytes mac;
    std::size_t bytes = 0;               // of the whole header
};

/// Nothing when `head` is the beginning of a header and more is needed. Throws ArchiveError(damaged).
std::optional<Header> parse_header(std::string_view head);
/// The header of a file that `recipients` can open.
std::string write_header(const model::Secret& file_key, const std::vector<AgeRecipient>& recipients);

std::array<std::byte, 32> header_mac(const model::Secret& file_key, std::string_view covered);
bool header_is_authentic(const model::Secret& file_key, const Header& header);

/// The key of the chunks, from the 16 random bytes behind the header.
std::array<std::byte, 32> payload_key(const model::Secret& file_key, runtime::ByteView payload_nonce);

/// The nonce of one chunk: 11 bytes of counter, the most significant first, then 1 for the last chunk.
class ChunkNonce {
public:
    std::span<const std::byte, 12> bytes(bool last);
    void next();
    bool first_chunk() const { return counter_ == 0; }

private:
    std::uint64_t counter_ = 0;          // 2^64 chunks of 64 KiB are more than a disk holds
    std::array<std::byte, 12> bytes_{};
};

}  // namespace drs::storage::age
