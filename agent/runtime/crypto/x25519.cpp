// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "runtime/crypto/crypto.hpp"
#include "runtime/crypto/openssl.hpp"

namespace drs::runtime {

using openssl::raw;
using openssl::require;

namespace {

openssl::Key scalar_key(std::span<const std::byte, 32> scalar) {
    openssl::Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, raw(scalar.data()), scalar.size()));
    require(key != nullptr, "The bytes are not an X25519 private key");
    return key;
}

openssl::Key point_key(std::span<const std::byte, 32> point) {
    openssl::Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, raw(point.data()), point.size()));
    require(key != nullptr, "The bytes are not an X25519 public key");
    return key;
}

}  // namespace

std::array<std::byte, 32> x25519_public(std::span<const std::byte, 32> scalar) {
    std::array<std::byte, 32> point;
    std::size_t size = point.size();
    require(EVP_PKEY_get_raw_public_key(scalar_key(scalar).get(), raw(point.data()), &size) == 1,
            "An X25519 public key could not be computed");
    return point;
}

std::array<std::byte, 32> x25519(std::span<const std::byte, 32> scalar, std::span<const std::byte, 32> point) {
    const auto own = scalar_key(scalar);
    const auto other = point_key(point);
    const openssl::KeyContext context(EVP_PKEY_CTX_new(own.get(), nullptr));
    std::array<std::byte, 32> shared;
    std::size_t size = shared.size();
    require(context && EVP_PKEY_derive_init(context.get()) == 1 && EVP_PKEY_derive_set_peer(context.get(), other.get()) == 1 &&
                EVP_PKEY_derive(context.get(), raw(shared.data()), &size) == 1,
            "The X25519 public key gives no shared secret");
    // RFC 7748 section 6.1: a point of low order gives zero whatever the scalar is.
    require(std::any_of(shared.begin(), shared.end(), [](std::byte b) { return b != std::byte{0}; }),
            "The X25519 public key is a point of low order");
    return shared;
}

}  // namespace drs::runtime
