// SPDX-License-Identifier: Apache-2.0
#include "mib/receiver_indexes.hpp"

#include <gtest/gtest.h>

#include <fstream>

using namespace drs::mib;

namespace {

struct ReceiverNumbers : testing::Test {
    std::filesystem::path file =
        std::filesystem::path(testing::TempDir()) / ("indexes-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    ReceiverNumbers() { std::filesystem::remove(file); }
    ~ReceiverNumbers() override { std::filesystem::remove(file); }
    void write(const std::string& text) { std::ofstream(file) << text; }
};

}  // namespace

TEST_F(ReceiverNumbers, AreGivenInTurnAndKept) {
    {
        ReceiverIndexes indexes(file);
        EXPECT_EQ(indexes.of("noc"), 1u);
        EXPECT_EQ(indexes.of("backup"), 2u);
        EXPECT_EQ(indexes.of("noc"), 1u);
    }
    ReceiverIndexes again(file);
    EXPECT_EQ(again.of("third"), 3u);
    EXPECT_EQ(again.of("backup"), 2u);
    EXPECT_EQ(again.damage(), std::nullopt);
}

TEST_F(ReceiverNumbers, BeginAnewWhenTheFileIsDamaged) {
    for (const auto* text : {"", "next", "next 0\n", "next 2\n2 noc\n", "next 3\n0 noc\n", "next 3\n1 noc\n2 noc\n", "next 3\n1 noc\nx\n"}) {
        write(text);
        ReceiverIndexes indexes(file);
        EXPECT_TRUE(indexes.damage().value_or("").starts_with(file.string() + " is damaged")) << text;
        EXPECT_EQ(indexes.of("noc"), 1u) << text;
    }
}
