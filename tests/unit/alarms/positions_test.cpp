// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "spool_fixture.hpp"

using namespace drs::alarms;
using testing::HasSubstr;
using testing::Optional;
using testing::SizeIs;

TEST_F(ASpool, RemembersHowFarEachSinkCame) {
    {
        Spool spool(directory);
        append_to(spool, 5);
        spool.set_position("syslog", 4);
        spool.set_position("snmp", 2);
    }
    const Spool spool(directory);
    EXPECT_EQ(spool.position("syslog"), 4u);
    EXPECT_EQ(spool.position("snmp"), 2u);
    EXPECT_EQ(spool.position("new"), 0u);
}

TEST_F(ASpool, NeverMovesAPositionBackOrPastTheEnd) {
    Spool spool(directory);
    append_to(spool, 5);
    spool.set_position("syslog", 4);
    spool.set_position("syslog", 2);
    EXPECT_EQ(spool.position("syslog"), 4u);
    spool.set_position("syslog", 99);
    EXPECT_EQ(spool.position("syslog"), 5u);
}

TEST_F(ASpool, LosesNoStepOfAPositionWhenItsProcessDies) {
    append_and_die(200, "syslog", 150);
    EXPECT_EQ(Spool(directory).position("syslog"), 150u);
}

TEST_F(ASpool, BeginsAgainWithTheOldestWhenPositionsAreDamaged) {
    append_and_die(5, "syslog", 3);
    std::ofstream(directory / "positions") << "nonsense\n";
    const Spool spool(directory);
    EXPECT_THAT(spool.repaired(), Optional(HasSubstr("`nonsense`")));
    EXPECT_EQ(spool.position("syslog"), 0u);
}

TEST_F(ASpool, ReadsThePositionsOfAnEarlierRelease) {
    append_and_die(5);
    std::ofstream(directory / "positions") << "drs-spool 1\nhigh-water 7\ndropped 2\nposition snmp 3\nposition syslog 5\n";
    Spool spool(directory);
    EXPECT_EQ(spool.repaired(), std::nullopt);
    EXPECT_EQ(spool.position("snmp"), 3u);
    EXPECT_EQ(spool.position("syslog"), 5u);
    EXPECT_EQ(spool.dropped(), 2u);
    EXPECT_EQ(spool.append(failure()), 8u);
}

TEST_F(ASpool, ReadsTheOlderPositionsWhenTheNewerOnesAreTorn) {
    append_and_die(5, "syslog", 4);
    auto bytes = contents_of(directory / "positions");
    ASSERT_THAT(bytes, SizeIs(8192));
    const auto newer = bytes.find("position syslog 4");
    ASSERT_NE(newer, std::string::npos);
    bytes[newer + 16] = '5';
    std::ofstream(directory / "positions", std::ios::binary) << bytes;
    const Spool spool(directory);
    EXPECT_EQ(spool.repaired(), std::nullopt);
    EXPECT_EQ(spool.position("syslog"), 3u);
}

TEST_F(ASpool, WritesPositionsAlsoWhenTheirFileWasRemoved) {
    Spool spool(directory);
    append_to(spool, 2);
    spool.set_position("syslog", 1);
    std::filesystem::remove(directory / "positions");
    spool.set_position("syslog", 2);
    EXPECT_THAT(contents_of(directory / "positions"), HasSubstr("position syslog 2\n"));
}
