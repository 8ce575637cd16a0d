// SPDX-License-Identifier: Apache-2.0
#include "storage/db/database.hpp"

#include <gmock/gmock.h>

#include "sample.hpp"

namespace drs::storage {
namespace {

using ADatabase = ADatabaseFile;

TEST_F(ADatabase, CountsEachStartOnce) {
    EXPECT_EQ(Database(file()).next_boot_epoch(), 1u);
    EXPECT_EQ(Database(file()).next_boot_epoch(), 2u);
    Database again(file());
    EXPECT_EQ(again.next_boot_epoch(), 3u);
    EXPECT_EQ(again.next_boot_epoch(), 4u);
}

TEST_F(ADatabase, GivesANameTheSameIndexEverAfter) {
    {
        Database database(file());
        EXPECT_EQ(database.index_of("node", "pub"), 1u);
        EXPECT_EQ(database.index_of("node", "sub1"), 2u);
    }
    Database database(file());
    EXPECT_EQ(database.index_of("node", "sub1"), 2u);
    EXPECT_EQ(database.index_of("node", "pub"), 1u);
    EXPECT_EQ(database.index_of("node", "sub2"), 3u);
}

TEST_F(ADatabase, CountsTheIndexesOfEachKindByItself) {
    Database database(file());
    EXPECT_EQ(database.index_of("node", "pub"), 1u);
    EXPECT_EQ(database.index_of("feature", "UCM"), 1u);
    EXPECT_EQ(database.index_of("component", "UCM/TFTP"), 1u);
    EXPECT_EQ(database.index_of("component", "UCM/MOH"), 2u);
}

TEST_F(ADatabase, CountsSeveralNamesInTheOrderInWhichTheyAreGiven) {
    Database database(file());
    EXPECT_EQ(database.index_of("set", "b"), 1u);
    EXPECT_EQ(database.indexes_of("set", {"c", "b", "a", "c"}), (std::vector<std::uint32_t>{2, 1, 3, 2}));
    EXPECT_EQ(Database(file()).indexes_of("set", {"a", "d"}), (std::vector<std::uint32_t>{3, 4}));
}

TEST_F(ADatabase, RemembersAHostKey) {
    { Database(file()).pin_host_key("10.0.0.5:22", "SHA256:abc"); }
    Database database(file());
    EXPECT_EQ(database.pinned_host_key("10.0.0.5:22"), "SHA256:abc");
    EXPECT_EQ(database.pinned_host_key("10.0.0.5:2222"), std::nullopt);
}

TEST_F(ADatabase, TakesANewHostKeyInPlaceOfTheOld) {
    Database database(file());
    database.pin_host_key("10.0.0.5:22", "SHA256:abc");
    database.pin_host_key("10.0.0.5:22", "SHA256:def");
    EXPECT_EQ(database.pinned_host_key("10.0.0.5:22"), "SHA256:def");
}

TEST_F(ADatabase, KeepsNamesThatLookLikeStatements) {
    Database database(file());
    EXPECT_EQ(database.index_of("node", "x'); DROP TABLE indexes; --"), 1u);
    EXPECT_EQ(database.index_of("node", "y"), 2u);
}

}  // namespace
}  // namespace drs::storage
