// SPDX-License-Identifier: Apache-2.0
#include "storage/archive/bech32.hpp"

#include <gmock/gmock.h>

using namespace drs::storage;
using drs::runtime::Bytes;
using testing::Optional;

namespace {
const Bytes key(32, std::byte{0xa5});
const std::string text = bech32_encode("age", key);
}  // namespace

TEST(ABech32Text, ComesBackAsItWas) {
    for (std::size_t size = 0; size < 70; ++size) {
        Bytes bytes(size);
        drs::runtime::random_bytes(bytes);
        EXPECT_THAT(bech32_decode("age", bech32_encode("age", bytes)), Optional(bytes));
        EXPECT_THAT(bech32_decode("AGE-SECRET-KEY-", bech32_encode("AGE-SECRET-KEY-", bytes)), Optional(bytes));
    }
}

// A valid text of BIP 173.
TEST(ABech32Text, HasTheChecksumOfTheProposal) {
    EXPECT_NE(bech32_decode("split", "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w"), std::nullopt);
}

TEST(ABech32Text, IsRefusedAfterAnyChangedCharacter) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string bad = text;
        bad[i] = bad[i] == 'q' ? 'p' : 'q';
        EXPECT_EQ(bech32_decode("age", bad), std::nullopt) << bad;
    }
}

TEST(ABech32Text, IsRefusedInMixedOrOtherCase) {
    std::string mixed = text;
    mixed.back() = static_cast<char>(toupper(mixed[text.find_first_of("acdefghjklmnpqrstuvwxyz", 5)]));
    EXPECT_EQ(bech32_decode("age", mixed), std::nullopt);
    std::string capitals = text;
    for (char& c : capitals) c = static_cast<char>(toupper(c));
    EXPECT_EQ(bech32_decode("age", capitals), std::nullopt);
}

TEST(ABech32Text, IsRefusedWithoutPrefixSeparatorOrChecksum) {
    for (const char* bad : {"", "1", "age", "age1", "age1qqqqq", "1qqqqqq", "agf1qqqqqq"})
        EXPECT_EQ(bech32_decode("age", bad), std::nullopt) << bad;
}
