// SPDX-License-Identifier: Apache-2.0
// age v1 encryption (C2SP age specification): X25519 recipients, ChaCha20-Poly1305 in chunks of 64 KiB.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/secret.hpp"
#include "storage/archive/byte_sink.hpp"

namespace drs::storage {

/// `age1...`, Bech32 of an X25519 public key.
struct AgeRecipient {
    std::array<std::byte, 32> key;
    /// Throws ArchiveError(bad_key).
    static AgeRecipient parse(std::string_view text);
    std::string text() const;
};

/// `AGE-SECRET-KEY-1...`.
class AgeIdentity {
public:
    static AgeIdentity generate();
    /// One identity, or a whole identity file with comments (the first identity counts). Throws ArchiveError(bad_key).
    static AgeIdentity parse(std::string_view text);
    /// A file as age-keygen writes it: comment lines with time and public key, then the identity.
    model::Secret file_text(std::string_view created) const;
    AgeRecipient recipient() const;
    /// The X25519 scalar, 32 raw bytes; for key derivation (sealing of passwords) and decryption only.
    const model::Secret& scalar() const { return scalar_; }

private:
    explicit AgeIdentity(model::Secret scalar) : scalar_(std::move(scalar)) {}
    model::Secret scalar_;
};

/// Encrypts all that is written to it; anyone of the recipients can read it. At least one recipient.
std::unique_ptr<ByteSink> age_encryptor(const std::vector<AgeRecipient>& recipients, ByteSink& next);

/// Unlocks a file from its first bytes alone: gives the file key (16 bytes) when `head` holds the whole header, nothing when
/// more is needed (a header is at most 64 KiB). Throws ArchiveError(damaged, wrong_key).
std::optional<model::Secret> age_file_key(std::span<const std::byte> head, const AgeIdentity& identity);

/// Decrypts with the file key; checks the header's MAC with it too. Only authenticated plaintext comes out; `finish()` throws
/// ArchiveError(damaged) when the last chunk is missing or something follows it.
std::unique_ptr<ByteSink> age_decryptor(model::Secret file_key, ByteSink& next);

}  // namespace drs::storage
