// SPDX-License-Identifier: Apache-2.0
#include "storage/device/scratch.hpp"

#include <gmock/gmock.h>

#include "storage/device/error.hpp"

using namespace drs::storage;
using testing::EndsWith;
using testing::StartsWith;

TEST(AScratchName, ShowsTheFinalNameAndIsNeverTheSame) {
    const Scratch one("a.tar"), other("a.tar");
    EXPECT_THAT(one.name(), StartsWith(".drs-"));
    EXPECT_THAT(one.name(), EndsWith("-a.tar.part"));
    EXPECT_NE(one.name(), other.name());
}

TEST(AScratchName, FitsAFileSystemWhateverTheFinalName) {
    EXPECT_LE(Scratch(std::string(255, 'n')).name().size(), 255u);
}

TEST(AScratchName, IsForsakenWhenItsHolderIsGone) {
    std::string name;
    {
        const Scratch scratch("a.tar");
        name = scratch.name();
        EXPECT_FALSE(is_forsaken(name));
    }
    EXPECT_TRUE(is_forsaken(name));
}

TEST(AScratchName, IsOnlyWhatLooksLikeOne) {
    EXPECT_TRUE(is_scratch(".drs-x.part"));
    EXPECT_FALSE(is_scratch("drs-x.part"));
    EXPECT_FALSE(is_scratch(".drs-x"));
}

TEST(AFileName, IsOneInADirectory) {
    EXPECT_NO_THROW(check_file_name("2026-01-31-02-00-00_ucm-pub_drfComponent.xml"));
    for (const auto* wrong : {"", ".", "..", "a/b", "/a"}) EXPECT_THROW(check_file_name(wrong), DeviceError);
    EXPECT_THROW(check_file_name(std::string_view("a\0b", 3)), DeviceError);
}
