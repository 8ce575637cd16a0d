// SPDX-License-Identifier: Apache-2.0
// The cryptography the system stands on, over OpenSSL; no OpenSSL type leaves this folder.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/secret.hpp"
#include "model/set_id.hpp"

namespace drs::runtime {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

/// Text as bytes and back, for calls that take the other.
inline ByteView bytes_of(std::string_view text) { return std::as_bytes(std::span(text.data(), text.size())); }
inline std::string_view text_of(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

// All throw runtime::Error(crypto).

/// SHA-256 in pieces.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    void update(ByteView bytes);
    /// 32 bytes; only once.
    std::array<std::byte, 32> finish();
    /// As 64 lower-case hex digits; only once.
    std::string finish_hex();

private:
    struct State;
    std::unique_ptr<State> state_;
};

void random_bytes(std::span<std::byte> out);
std::array<std::byte, 32> hmac_sha256(ByteView key, ByteView message);
/// RFC 5869, 32 bytes.
std::array<std::byte, 32> hkdf_sha256(ByteView input_key, ByteView salt, std::string_view info);

/// ChaCha20-Poly1305 (RFC 8439) under one key for many messages: 12-byte nonce, 16-byte tag behind the text.
class Aead {
public:
    explicit Aead(std::span<const std::byte, 32> key);
    ~Aead();
    Aead(Aead&&) noexcept;
    static constexpr std::size_t tag_bytes = 16;
    /// `out` is clear.size() + 16 long.
    void seal(std::span<const std::byte, 12> nonce, ByteView clear, std::span<std::byte> out);
    /// `out` is sealed.size() - 16 long; false when it does not authenticate (out is then wiped).
    bool open(std::span<const std::byte, 12> nonce, ByteView sealed, std::span<std::byte> out);

private:
    struct State;
    std::unique_ptr<State> state_;
};

std::array<std::byte, 32> x25519_public(std::span<const std::byte, 32> scalar);
/// Throws when the shared secret is all zero (a low-order point).
std::array<std::byte, 32> x25519(std::span<const std::byte, 32> scalar, std::span<const std::byte, 32> point);

std::string base64(ByteView bytes, bool padded = true);
/// Strict: canonical padding bits, no blanks. Throws.
Bytes base64_decode(std::string_view text, bool padded = true);
std::string hex(ByteView bytes);

/// Ed25519 (RFC 8032). Keys as PEM files that openssl(1) reads.
struct SigningKeyPair {
    model::Secret private_pem;
    std::string public_pem;
};
SigningKeyPair generate_signing_key();
std::array<std::byte, 64> sign(const model::Secret& private_pem, ByteView message);
bool verify(std::string_view public_pem, ByteView message, ByteView signature);

/// A private key in OpenSSH's own format, and the one line for authorized_keys.
struct SshKeyPair {
    model::Secret private_file;
    std::string public_line;
};
SshKeyPair generate_ssh_key(std::string_view comment);

/// X.509 with P-256 keys, for TLS between the agents.
struct Certificate {
    std::string certificate_pem;
    model::Secret key_pem;
};
Certificate make_authority(std::string_view name, std::chrono::days lifetime);
/// `name` becomes CN and DNS name; good for both server and client.
Certificate issue(const Certificate& authority, std::string_view name, std::chrono::days lifetime);
model::TimePoint certificate_expiry(std::string_view certificate_pem);

}  // namespace drs::runtime
