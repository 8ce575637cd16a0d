// SPDX-License-Identifier: Apache-2.0
#include "alarms/spool.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <thread>

#include "runtime/error.hpp"
#include "spool_fixture.hpp"

using namespace drs::alarms;
using drs::runtime::Error;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;
using testing::SizeIs;

TEST_F(ASpool, CountsFromOneAndKeepsTheOrder) {
    Spool spool(directory);
    EXPECT_EQ(spool.append(failure("a")), 1u);
    EXPECT_EQ(spool.append(failure("b")), 2u);
    const auto records = spool.after(0, 10);
    ASSERT_THAT(sequences(records), ElementsAre(1, 2));
    EXPECT_EQ(records[1].detail.reason, "b");
}

TEST_F(ASpool, GivesUpToALimitAfterASequence) {
    Spool spool(directory);
    append_to(spool, 9);
    EXPECT_THAT(sequences(spool.after(3, 2)), ElementsAre(4, 5));
    EXPECT_THAT(spool.after(9, 2), IsEmpty());
}

TEST_F(ASpool, IsPrivate) {
    std::filesystem::create_directory(directory);
    const Spool spool(directory);
    struct stat info {};
    ASSERT_EQ(::stat(directory.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST_F(ASpool, HasOnlyOneOwner) {
    const Spool spool(directory);
    EXPECT_THAT([&] { Spool second(directory); }, testing::ThrowsMessage<Error>(HasSubstr("in use")));
}

TEST_F(ASpool, SurvivesTheDeathOfItsProcess) {
    append_and_die(5);
    Spool spool(directory);
    EXPECT_EQ(spool.repaired(), std::nullopt);
    EXPECT_THAT(spool.after(0, 10), SizeIs(5));
    EXPECT_EQ(spool.append(failure()), 6u);
}

TEST_F(ASpool, ReadsAcrossItsSegments) {
    Spool spool(directory, {.segment_bytes = 200, .total_bytes = 1 << 20});
    append_to(spool, 20);
    EXPECT_GT(std::distance(std::filesystem::directory_iterator(directory), {}), 5);
    EXPECT_THAT(spool.after(0, 100), SizeIs(20));
    EXPECT_THAT(sequences(spool.after(7, 3)), ElementsAre(8, 9, 10));
}

TEST_F(ASpool, CutsATornTailWhereverItTears) {
    append_and_die(3);
    const auto whole = std::filesystem::file_size(segment(1));
    { Spool(directory).append(failure()); }
    const auto torn = directory.parent_path() / "torn";
    const auto end = std::filesystem::file_size(segment(1));
    for (auto size = whole + 1; size < end; ++size) {
        std::filesystem::remove_all(torn);
        std::filesystem::create_directory(torn);
        std::filesystem::copy(segment(1), segment_path(torn, 1));
        std::filesystem::resize_file(segment_path(torn, 1), size);
        Spool spool(torn);
        EXPECT_THAT(spool.repaired(), Optional(HasSubstr("after sequence 3")));
        EXPECT_EQ(spool.append(failure()), 4u);
        EXPECT_THAT(spool.after(0, 10), SizeIs(4));
    }
}

TEST_F(ASpool, TakesNoRecordOfWhichOneLetterHasChanged) {
    append_and_die(3);
    auto bytes = contents_of(segment(1));
    bytes.replace(bytes.rfind("login"), 5, "logic");
    std::ofstream(segment(1), std::ios::binary) << bytes;
    const Spool spool(directory);
    EXPECT_THAT(spool.repaired(), Optional(HasSubstr("after sequence 2")));
    EXPECT_THAT(sequences(spool.after(0, 10)), ElementsAre(1, 2));
}

// As long as the damaged record: were the ones behind it still there, they would come back with the next start.
TEST_F(ASpool, LeavesNothingBehindADamagedRecord) {
    append_and_die(4);
    auto bytes = contents_of(segment(1));
    bytes[bytes.find("login", bytes.find("login") + 1)] = 'L';
    std::ofstream(segment(1), std::ios::binary) << bytes;
    EXPECT_EQ(Spool(directory).append(failure()), 2u);
    const Spool spool(directory);
    EXPECT_EQ(spool.repaired(), std::nullopt);
    EXPECT_THAT(sequences(spool.after(0, 10)), ElementsAre(1, 2));
}

TEST_F(ASpool, TakesNoRecordFromAnotherPlace) {
    append_and_die(3);
    std::filesystem::rename(segment(1), segment(11));
    Spool spool(directory);
    EXPECT_THAT(spool.after(0, 10), IsEmpty());
    EXPECT_EQ(spool.append(failure()), 11u);
}

TEST_F(ASpool, LosesNothingToALaterSegmentThatACrashLeftEmpty) {
    append_and_die(3);
    std::ofstream(segment(3)).flush();
    EXPECT_EQ(Spool(directory).append(failure()), 4u);
    const Spool spool(directory);
    EXPECT_EQ(spool.repaired(), std::nullopt);
    EXPECT_THAT(sequences(spool.after(0, 10)), ElementsAre(1, 2, 3, 4));
}

TEST_F(ASpool, NeverReusesASequenceOfASegmentThatIsGone) {
    { Spool spool(directory); append_to(spool, 5); }
    std::filesystem::resize_file(segment(1), 30);
    Spool spool(directory);
    EXPECT_THAT(spool.after(0, 10), IsEmpty());
    EXPECT_EQ(spool.append(failure()), 6u);
    EXPECT_THAT(sequences(spool.after(0, 10)), ElementsAre(6));
}

TEST_F(ASpool, KeepsTheSegmentsAfterADamagedOne) {
    {
        Spool spool(directory, {.segment_bytes = 300, .total_bytes = 1 << 20});
        append_to(spool, 12);
    }
    std::fstream(segment(1), std::ios::in | std::ios::out).seekp(20).put('\xff');
    const Spool spool(directory);
    ASSERT_TRUE(spool.repaired());
    const auto left = spool.after(0, 100);
    EXPECT_EQ(left.back().sequence, 12u);
    EXPECT_GT(left.front().sequence, 1u);
}

TEST_F(ASpool, KeepsTheOldFormOfASegmentAndAppendsANewOne) {
    append_and_die(3);
    std::fstream(segment(1), std::ios::in | std::ios::out).seekp(7).put('1');
    {
        Spool spool(directory);
        EXPECT_EQ(spool.repaired(), std::nullopt);
        EXPECT_EQ(spool.append(failure()), 4u);
        EXPECT_THAT(sequences(spool.after(0, 10)), ElementsAre(1, 2, 3, 4));
    }
    EXPECT_TRUE(std::filesystem::exists(segment(4)));
    EXPECT_EQ(contents_of(segment(1)).substr(0, 8), "DRSALRM1");
}

TEST_F(ASpool, ShowsNobodyWhatIsEnteredAndNotCommitted) {
    Spool spool(directory);
    EXPECT_EQ(spool.enter(failure("a")), 1u);
    EXPECT_EQ(spool.enter(failure("b")), 2u);
    EXPECT_THAT(spool.after(0, 10), IsEmpty());
    EXPECT_EQ(spool.last_sequence(), 0u);
    spool.commit(1);
    EXPECT_THAT(sequences(spool.after(0, 10)), ElementsAre(1, 2));
}

TEST_F(ASpool, WritesAllThatIsEnteredInOneGroup) {
    Spool spool(directory);
    int groups = 0;
    spool.on_append([&] { ++groups; });
    for (int i = 0; i < 50; ++i) spool.enter(failure());
    for (std::uint64_t sequence = 1; sequence <= 50; ++sequence) spool.commit(sequence);
    EXPECT_EQ(groups, 1);
}

TEST_F(ASpool, GoesOnInANewSegmentWhenItsOwnWasRemoved) {
    Spool spool(directory);
    append_to(spool, 2);
    std::filesystem::remove(segment(1));
    EXPECT_EQ(spool.append(failure()), 3u);
    EXPECT_THAT(sequences(spool.after(0, 10)), ElementsAre(3));
}

TEST_F(ASpool, TakesRecordsFromManyThreadsWithoutAGap) {
    Spool spool(directory, {.segment_bytes = 4000, .total_bytes = 1 << 20});
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            append_to(spool, 25);
            spool.set_position("syslog", spool.after(0, 1000).back().sequence);
        });
    for (auto& thread : threads) thread.join();
    const auto all = sequences(spool.after(0, 1000));
    ASSERT_THAT(all, SizeIs(100));
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], i + 1);
}

TEST(AChecksum, IsCrc32c) {
    const std::string check = "123456789";  // the check value of the CRC catalogues
    EXPECT_EQ(crc32c(std::as_bytes(std::span(check))), 0xe3069283u);
}

TEST_F(ASpool, ForgetsTheSinksThatAreNotNamedAnyMore) {
    Spool spool(directory);
    append_to(spool, 3);
    for (const auto* sink : {"syslog", "snmp", "snmp:noc", "snmp:old"}) spool.set_position(sink, 2);
    spool.keep_sinks("snmp:", {"snmp:noc"});
    for (const auto* sink : {"syslog", "snmp", "snmp:noc"}) EXPECT_TRUE(spool.has_position(sink)) << sink;
    EXPECT_FALSE(spool.has_position("snmp:old"));
}
