// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "crypto/from_hex.hpp"
#include "runtime/error.hpp"

using namespace drs::runtime;

// RFC 4648 section 10.
TEST(Base64, IsThatOfTheRfc) {
    EXPECT_EQ(base64(bytes_of("")), "");
    EXPECT_EQ(base64(bytes_of("f")), "Zg==");
    EXPECT_EQ(base64(bytes_of("fo")), "Zm8=");
    EXPECT_EQ(base64(bytes_of("foobar")), "Zm9vYmFy");
    EXPECT_EQ(base64(bytes_of("f"), false), "Zg");
}

TEST(Base64, ComesBackAsItWas) {
    for (std::size_t size = 0; size < 100; ++size) {
        Bytes bytes(size);
        random_bytes(bytes);
        EXPECT_EQ(base64_decode(base64(bytes)), bytes);
        EXPECT_EQ(base64_decode(base64(bytes, false), false), bytes);
    }
}

TEST(Base64, RefusesWhatNoEncoderWrites) {
    for (const char* text : {"Zg", "Zg=", "Zg= =", "Zh==", "Zm9=", "Zm 8=", "Zm8=\n", "Z===", "====", "Zm8-", "Zg==Zg=="})
        EXPECT_THROW(base64_decode(text), Error) << text;
    for (const char* text : {"Zg==", "Zh", "Z", "Zm9v\n", "Zm9vZ"}) EXPECT_THROW(base64_decode(text, false), Error) << text;
}

TEST(Hex, HasTwoLowerCaseDigitsAByte) { EXPECT_EQ(hex(from_hex("00FFa1")), "00ffa1"); }
