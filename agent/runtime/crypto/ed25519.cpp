// SPDX-License-Identifier: Apache-2.0
#include <openssl/err.h>
#include <openssl/pem.h>

#include "runtime/crypto/crypto.hpp"
#include "runtime/crypto/openssl.hpp"

namespace drs::runtime {

using openssl::raw;
using openssl::require;

namespace {

std::string public_pem_of(const openssl::Key& key) {
    const openssl::Bio bio = openssl::writer();
    require(PEM_write_bio_PUBKEY(bio.get(), key.get()) == 1, "A public key could not be written as PEM");
    return openssl::written(bio);
}

openssl::Key public_key_of(std::string_view pem) {
    openssl::Key key(PEM_read_bio_PUBKEY(openssl::reader_of(pem).get(), nullptr, nullptr, nullptr));
    require(key != nullptr, "The text is not a public key in PEM form");
    return key;
}

void require_ed25519(const openssl::Key& key) {
    require(EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_ED25519, "The key is not an Ed25519 key");
}

openssl::Digest context() {
    openssl::Digest made(EVP_MD_CTX_new());
    require(made != nullptr, "There is no memory for a signature");
    return made;
}

}  // namespace

SigningKeyPair generate_signing_key() {
    const openssl::Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    require(key != nullptr, "An Ed25519 key could not be generated");
    return {model::Secret(openssl::private_pem_of(key)), public_pem_of(key)};
}

std::array<std::byte, 64> sign(const model::Secret& private_pem, ByteView message) {
    const auto key = openssl::private_key_of(private_pem.reveal());
    require_ed25519(key);
    const auto signer = context();
    std::array<std::byte, 64> signature;
    std::size_t size = signature.size();
    require(EVP_DigestSignInit(signer.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
                EVP_DigestSign(signer.get(), raw(signature.data()), &size, raw(message.data()), message.size()) == 1,
            "A message could not be signed with Ed25519");
    return signature;
}

bool verify(std::string_view public_pem, ByteView message, ByteView signature) {
    const auto key = public_key_of(public_pem);
    require_ed25519(key);
    const auto verifier = context();
    require(EVP_DigestVerifyInit(verifier.get(), nullptr, nullptr, nullptr, key.get()) == 1,
            "The verification of an Ed25519 signature could not be started");
    const bool authentic = EVP_DigestVerify(verifier.get(), raw(signature.data()), signature.size(), raw(message.data()),
                                            message.size()) == 1;
    ERR_clear_error();
    return authentic;
}

}  // namespace drs::runtime
