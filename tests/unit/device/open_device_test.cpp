// SPDX-License-Identifier: Apache-2.0
#include "storage/device/open_device.hpp"

#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>

#include "storage/device/error.hpp"

using namespace drs;
using testing::HasSubstr;

TEST(ATapeDrive, IsRefusedInASentence) {
    boost::asio::io_context io;
    model::Device tape;
    tape.kind = model::DeviceKind::tape;
    tape.name = "nightly";
    try {
        storage::open_device(tape, {std::chrono::seconds(1), io.get_executor(), nullptr});
        FAIL();
    } catch (const storage::DeviceError& error) {
        EXPECT_EQ(error.fault(), storage::DeviceFault::unsupported);
        EXPECT_THAT(error.what(), HasSubstr("device nightly is a tape drive"));
    }
}

TEST(ADevice, OpensWithoutTouchingAnything) {
    boost::asio::io_context io;
    model::Device device;
    device.path = "/absent";
    EXPECT_NE(storage::open_device(device, {std::chrono::seconds(1), io.get_executor(), nullptr}), nullptr);
}
