// SPDX-License-Identifier: Apache-2.0
#include <openssl/crypto.h>
#include <openssl/hmac.h>

#include "runtime/crypto/crypto.hpp"
#include "runtime/crypto/openssl.hpp"

namespace drs::runtime {

std::array<std::byte, 32> hmac_sha256(ByteView key, ByteView message) {
    static constexpr std::byte nothing{};  // OpenSSL takes a null key for "the one before"
    const std::byte* key_bytes = key.empty() ? &nothing : key.data();
    std::array<std::byte, 32> mac;
    openssl::require(HMAC(EVP_sha256(), key_bytes, static_cast<int>(key.size()), openssl::raw(message.data()), message.size(),
                          openssl::raw(mac.data()), nullptr) != nullptr,
                     "An HMAC could not be computed");
    return mac;
}

// One block of output is all that is ever needed, so the expansion is a single HMAC over info and the counter 1.
std::array<std::byte, 32> hkdf_sha256(ByteView input_key, ByteView salt, std::string_view info) {
    auto pseudorandom_key = hmac_sha256(salt, input_key);
    std::string last(info);
    last += '\x01';
    const auto output = hmac_sha256(pseudorandom_key, bytes_of(last));
    OPENSSL_cleanse(pseudorandom_key.data(), pseudorandom_key.size());
    return output;
}

}  // namespace drs::runtime
