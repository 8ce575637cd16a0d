// SPDX-License-Identifier: Apache-2.0
#include "mib/configuration.hpp"

#include <gmock/gmock.h>

using namespace drs::mib;

TEST(AnSnmpConfiguration, TellsReadersAndReceivers) {
    const auto both = configured_by("# rouser x\n  ROcommunity public 127.0.0.1\n\ntrap2sink 10.0.0.9\n");
    EXPECT_TRUE(both.readers);
    EXPECT_TRUE(both.receivers);
    const auto none = configured_by("#rocommunity public\ncreateUser a SHA-256 12345678\n");
    EXPECT_TRUE(none.present);
    EXPECT_FALSE(none.readers);
    EXPECT_FALSE(none.receivers);
}

TEST(AnSnmpConfiguration, ThatIncludesAnotherMayHaveBoth) {
    EXPECT_TRUE(configured_by("includeFile more.conf").readers);
    EXPECT_TRUE(configured_by("includeFile more.conf").receivers);
}

TEST(AnSnmpConfiguration, ThatIsAbsentHasNothing) {
    const auto absent = read_configuration("/nonexistent");
    EXPECT_FALSE(absent.present || absent.readers || absent.receivers);
}
