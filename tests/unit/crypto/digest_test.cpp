// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "crypto/from_hex.hpp"
#include "runtime/error.hpp"

using namespace drs::runtime;

TEST(ASha256, HasTheDigestOfFips180) {
    Sha256 digest;
    digest.update(bytes_of("a"));
    digest.update({});
    digest.update(bytes_of("bc"));
    EXPECT_EQ(digest.finish_hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(ASha256, EndsOnlyOnce) {
    Sha256 digest;
    digest.finish();
    EXPECT_THROW(digest.finish(), Error);
    EXPECT_THROW(digest.update(bytes_of("more")), Error);
}

// RFC 4231, case 2.
TEST(AnHmac, IsThatOfTheRfc) {
    EXPECT_EQ(hex(hmac_sha256(bytes_of("Jefe"), bytes_of("what do ya want for nothing?"))),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

// RFC 5869, cases 1 and 3 (the first 32 bytes of the output).
TEST(AnHkdf, IsThatOfTheRfc) {
    const Bytes input = from_hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
    EXPECT_EQ(hex(hkdf_sha256(input, from_hex("000102030405060708090a0b0c"), "\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9")),
              "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    EXPECT_EQ(hex(hkdf_sha256(input, {}, "")), "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

TEST(RandomBytes, AreNotTheSameTwice) {
    std::array<std::byte, 32> first{}, second{};
    random_bytes(first);
    random_bytes(second);
    EXPECT_NE(first, second);
}
