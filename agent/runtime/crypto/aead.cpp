// SPDX-License-Identifier: Apache-2.0
#include <openssl/crypto.h>

#include "runtime/crypto/crypto.hpp"
#include "runtime/crypto/openssl.hpp"

namespace drs::runtime {

using openssl::raw;
using openssl::require;

// The key is set up once; each message only changes the nonce and the direction.
struct Aead::State {
    openssl::Cipher context{EVP_CIPHER_CTX_new()};

    void begin(std::span<const std::byte, 12> nonce, int encrypting) {
        require(EVP_CipherInit_ex(context.get(), nullptr, nullptr, nullptr, raw(nonce.data()), encrypting) == 1,
                "ChaCha20-Poly1305 does not take a nonce");
    }
    bool transform(ByteView from, std::byte* to) {
        int length = 0;
        return EVP_CipherUpdate(context.get(), raw(to), &length, raw(from.data()), static_cast<int>(from.size())) == 1;
    }
    bool end(std::byte* to) {
        int length = 0;
        return EVP_CipherFinal_ex(context.get(), raw(to), &length) == 1;
    }
    bool tag(int command, std::byte* bytes) {
        return EVP_CIPHER_CTX_ctrl(context.get(), command, static_cast<int>(tag_bytes), bytes) == 1;
    }
};

Aead::Aead(std::span<const std::byte, 32> key) : state_(std::make_unique<State>()) {
    require(state_->context && EVP_CipherInit_ex(state_->context.get(), EVP_chacha20_poly1305(), nullptr, raw(key.data()),
                                                 nullptr, 1) == 1,
            "ChaCha20-Poly1305 could not be started");
}

Aead::~Aead() = default;
Aead::Aead(Aead&&) noexcept = default;

void Aead::seal(std::span<const std::byte, 12> nonce, ByteView clear, std::span<std::byte> out) {
    require(out.size() == clear.size() + tag_bytes, "The room for a sealed message is not its length and 16 bytes");
    state_->begin(nonce, 1);
    require((clear.empty() || state_->transform(clear, out.data())) && state_->end(out.data() + clear.size()) &&
                state_->tag(EVP_CTRL_AEAD_GET_TAG, out.data() + clear.size()),
            "A message could not be sealed with ChaCha20-Poly1305");
}

bool Aead::open(std::span<const std::byte, 12> nonce, ByteView sealed, std::span<std::byte> out) {
    if (sealed.size() < tag_bytes) return false;
    const std::size_t size = sealed.size() - tag_bytes;
    require(out.size() == size, "The room for an opened message is not its length less 16 bytes");
    std::array<std::byte, tag_bytes> tag;
    std::copy(sealed.end() - tag_bytes, sealed.end(), tag.begin());
    std::byte none;  // an empty message still needs an address
    std::byte* to = size == 0 ? &none : out.data();

    state_->begin(nonce, 0);
    const bool authentic = state_->tag(EVP_CTRL_AEAD_SET_TAG, tag.data()) &&
                           (size == 0 || state_->transform(sealed.first(size), to)) && state_->end(to + size);
    if (!authentic) OPENSSL_cleanse(to, size);
    return authentic;
}

}  // namespace drs::runtime
