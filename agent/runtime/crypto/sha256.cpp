// SPDX-License-Identifier: Apache-2.0
#include "runtime/crypto/crypto.hpp"
#include "runtime/crypto/openssl.hpp"

namespace drs::runtime {

struct Sha256::State {
    openssl::Digest context{EVP_MD_CTX_new()};
    bool finished = false;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    openssl::require(state_->context && EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1,
                     "SHA-256 could not be started");
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(ByteView bytes) {
    openssl::require(!state_->finished && EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1,
                     "A SHA-256 that is finished takes no more bytes");
}

std::array<std::byte, 32> Sha256::finish() {
    std::array<std::byte, 32> digest;
    openssl::require(!state_->finished && EVP_DigestFinal_ex(state_->context.get(), openssl::raw(digest.data()), nullptr) == 1,
                     "A SHA-256 can be finished only once");
    state_->finished = true;
    return digest;
}

std::string Sha256::finish_hex() { return hex(finish()); }

}  // namespace drs::runtime
