// SPDX-License-Identifier: Apache-2.0
// OpenSSL's handles as owners, and its failures as runtime::Error; for the sources of this folder only.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

namespace drs::runtime::openssl {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* handle) const noexcept {
        Free(handle);
    }
};

using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using X509Handle = std::unique_ptr<X509, Freed<X509_free>>;

/// Throws Error(crypto): `sentence`, with OpenSSL's own reason when it left one; empties its error queue.
[[noreturn]] void fail(const std::string& sentence);
/// OpenSSL answers 1 when all went well.
inline void require(bool ok, const char* sentence) {
    if (!ok) fail(sentence);
}

inline unsigned char* raw(std::byte* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
inline const unsigned char* raw(const std::byte* bytes) { return reinterpret_cast<const unsigned char*>(bytes); }

/// A memory BIO that reads `text`, which must outlive it.
Bio reader_of(std::string_view text);
/// A memory BIO that is wiped when it goes; for private keys too.
Bio writer();
std::string written(const Bio& bio);

/// An unencrypted PKCS#8 private key. Never asks for a passphrase.
Key private_key_of(std::string_view pem);
std::string private_pem_of(const Key& key);

}  // namespace drs::runtime::openssl
