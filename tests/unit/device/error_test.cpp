// SPDX-License-Identifier: Apache-2.0
#include "storage/device/error.hpp"

#include <gmock/gmock.h>

using namespace drs::storage;

TEST(ADeviceError, SaysItsSentenceAndNothingElse) {
    const DeviceError error(DeviceFault::full, "/backup is full");
    EXPECT_STREQ(error.what(), "/backup is full");
    EXPECT_EQ(error.fault(), DeviceFault::full);
}

TEST(ADeviceError, HasWordsForEveryFault) {
    for (int fault = 1; fault <= static_cast<int>(DeviceFault::unsupported); ++fault)
        EXPECT_NE(device_category().message(fault), "unknown device fault");
    EXPECT_EQ(device_category().message(99), "unknown device fault");
}
