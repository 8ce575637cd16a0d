// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/age_x25519.hpp"

#include <algorithm>

#include "runtime/error.hpp"
#include "storage/archive/error.hpp"

namespace drs::storage::age {
namespace {

using Key = std::array<std::byte, 32>;

constexpr std::string_view type = "X25519";
constexpr std::string_view info = "age-encryption.org/v1/X25519";
constexpr std::array<std::byte, 12> zero_nonce{};  // each wrapping key is used once
constexpr std::size_t body_bytes = file_key_bytes + runtime::Aead::tag_bytes;

[[noreturn]] void damaged(const char* what) {
    throw ArchiveError(ArchiveFault::damaged, std::string("The header of the encrypted file is damaged: ") + what + ".");
}

Key wrapping_key(const Key& shared, const Key& share, const Key& recipient) {
    runtime::Bytes salt(share.begin(), share.end());
    salt.insert(salt.end(), recipient.begin(), recipient.end());
    return runtime::hkdf_sha256(shared, salt, info);
}

Key share_of(const Stanza& stanza) {
    if (stanza.arguments.size() != 2) damaged("an X25519 recipient has not exactly one argument");
    runtime::Bytes bytes;
    try {
        bytes = runtime::base64_decode(stanza.arguments[1], false);
    } catch (const runtime::Error&) {
        damaged("the argument of an X25519 recipient is not canonical base64");
    }
    Key share;
    if (bytes.size() != share.size()) damaged("the argument of an X25519 recipient is not 32 bytes");
    std::copy(bytes.begin(), bytes.end(), share.begin());
    return share;
}

Key agreed(std::span<const std::byte, 32> scalar, const Key& share) {
    try {
        return runtime::x25519(scalar, share);
    } catch (const runtime::Error&) {
        damaged("the argument of an X25519 recipient is a point of low order");
    }
}

}  // namespace

Stanza lock(const model::Secret& file_key, const AgeRecipient& recipient) {
    Key ephemeral;
    runtime::random_bytes(ephemeral);
    const Key share = runtime::x25519_public(ephemeral);
    Stanza stanza{{std::string(type), runtime::base64(share, false)}, runtime::Bytes(body_bytes)};
    runtime::Aead aead(wrapping_key(runtime::x25519(ephemeral, recipient.key), share, recipient.key));
    aead.seal(zero_nonce, runtime::bytes_of(file_key.reveal()), stanza.body);
    return stanza;
}

std::optional<model::Secret> unlock(const Stanza& stanza, const AgeIdentity& identity) {
    if (stanza.arguments.front() != type) return std::nullopt;
    const Key share = share_of(stanza);
    // The length is checked before the key is tried, or one file could be made to open with several keys.
    if (stanza.body.size() != body_bytes) damaged("the body of an X25519 recipient is not 32 bytes");
    const auto scalar = runtime::bytes_of(identity.scalar().reveal()).first<32>();
    runtime::Aead aead(wrapping_key(agreed(scalar, share), share, identity.recipient().key));
    std::string file_key(file_key_bytes, '\0');
    if (!aead.open(zero_nonce, stanza.body, std::as_writable_bytes(std::span(file_key)))) return std::nullopt;
    return model::Secret(std::move(file_key));
}

}  // namespace drs::storage::age
