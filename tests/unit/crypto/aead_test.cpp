// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "crypto/from_hex.hpp"
#include "runtime/error.hpp"

using namespace drs::runtime;

namespace {

const auto key = array_from_hex<32>("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
const auto nonce = array_from_hex<12>("070000004041424344454647");

Bytes sealed(Aead& aead, std::string_view text) {
    Bytes out(text.size() + Aead::tag_bytes);
    aead.seal(nonce, bytes_of(text), out);
    return out;
}

}  // namespace

// The text of RFC 8439 section 2.8.2; its tag there covers associated data, the cipher text does not.
TEST(AnAead, EncryptsAsTheRfcDoes) {
    Aead aead(key);
    const auto out = sealed(aead, "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.");
    EXPECT_EQ(hex(ByteView(out).first(16)), "d31a8d34648e60db7b86afbc53ef7ec2");
}

TEST(AnAead, OpensWhatItSealedMessageAfterMessage) {
    Aead aead(key);
    for (const std::string text : {"first", "", "a third one"}) {
        const Bytes closed = sealed(aead, text);
        Bytes clear(text.size());
        ASSERT_TRUE(aead.open(nonce, closed, clear));
        EXPECT_EQ(text_of(clear), text);
    }
}

TEST(AnAead, RefusesEveryFlippedBitAndWipesTheRoom) {
    Aead aead(key);
    const Bytes good = sealed(aead, "secret");
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        Bytes bad = good;
        bad[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
        Bytes clear(6, std::byte{7});
        EXPECT_FALSE(aead.open(nonce, bad, clear));
        EXPECT_EQ(clear, Bytes(6));
    }
}

TEST(AnAead, RefusesAMessageShorterThanItsTag) {
    Aead aead(key);
    EXPECT_FALSE(aead.open(nonce, Bytes(15), std::span<std::byte>()));
}

TEST(AnAead, RefusesRoomOfAnotherSize) {
    Aead aead(key);
    Bytes out(20);
    EXPECT_THROW(aead.seal(nonce, bytes_of("secret"), out), Error);
}
