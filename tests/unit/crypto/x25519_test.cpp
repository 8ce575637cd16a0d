// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "crypto/from_hex.hpp"
#include "runtime/error.hpp"

using namespace drs::runtime;

// RFC 7748 section 5.2, first vector.
TEST(X25519, IsThatOfTheRfc) {
    const auto scalar = array_from_hex<32>("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4");
    const auto point = array_from_hex<32>("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c");
    EXPECT_EQ(hex(x25519(scalar, point)), "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
}

TEST(X25519, GivesBothSidesTheSameSecret) {
    std::array<std::byte, 32> one, other;
    random_bytes(one);
    random_bytes(other);
    EXPECT_EQ(x25519(one, x25519_public(other)), x25519(other, x25519_public(one)));
}

TEST(X25519, RefusesAPointOfLowOrder) {
    std::array<std::byte, 32> scalar;
    random_bytes(scalar);
    for (const char* point : {"0000000000000000000000000000000000000000000000000000000000000000",
                              "0100000000000000000000000000000000000000000000000000000000000000",
                              "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                              "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"})
        EXPECT_THROW(x25519(scalar, array_from_hex<32>(point)), Error) << point;
}
