// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <sched.h>
#include <sys/mount.h>

#include <cerrno>
#include <cstring>
#include <future>

#include "runtime/error.hpp"
#include "spool_fixture.hpp"

using namespace drs::alarms;
using drs::runtime::Error;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

/// Runs `body` in a child that has a disk of `octets` of its own; what it expects must hold there.
template <class Body>
void on_a_disk_of(const char* octets, const std::filesystem::path& directory, Body body) {
    std::filesystem::create_directory(directory);
    const auto child = ::fork();
    if (child == 0) {
        const bool apart = ::unshare(CLONE_NEWNS) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
        EXPECT_TRUE(apart && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                    ::mount("tmpfs", directory.c_str(), "tmpfs", 0, (std::string("size=") + octets).c_str()) == 0)
            << std::strerror(errno);
        if (!testing::Test::HasFailure()) body();
        ::_exit(testing::Test::HasFailure() ? 1 : 0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
}

void fill(const std::filesystem::path& file) {
    std::ofstream out(file);
    while (out << std::string(1024, 'x') && out.flush()) {
    }
}

}  // namespace

TEST_F(ASpool, TellsEachOfAGroupThatTheDiskDidNotTakeIt) {
    Spool spool(directory);
    spool.enter(failure());
    spool.enter(failure());
    const FullDisk full(1);
    EXPECT_THROW(spool.commit(1), Error);
    EXPECT_THROW(spool.commit(2), Error);
    EXPECT_THAT(sequences(spool.after(0, 10)), ElementsAre(1, 2));
}

TEST_F(ASpool, DeliversWhatAFullDiskDidNotTake) {
    Spool spool(directory);
    append_to(spool, 2);
    {
        const FullDisk full(std::filesystem::file_size(segment(1)) + 20);
        EXPECT_THROW(spool.append(failure("third")), Error);
        EXPECT_THROW(spool.append(failure("fourth")), Error);
        EXPECT_THAT(sequences(spool.after(1, 10)), ElementsAre(2, 3, 4));
        EXPECT_EQ(spool.last_sequence(), 4u);
    }
}

TEST_F(ASpool, WritesWhatWaitedWithTheNextRecord) {
    {
        Spool spool(directory);
        {
            const FullDisk full(1);
            EXPECT_THROW(spool.append(failure("first")), Error);
        }
        EXPECT_EQ(spool.append(failure("second")), 2u);
        EXPECT_THAT(sequences(spool.after(0, 10)), ElementsAre(1, 2));
    }
    const Spool spool(directory);
    EXPECT_EQ(spool.repaired(), std::nullopt);
    EXPECT_THAT(sequences(spool.after(0, 10)), ElementsAre(1, 2));
}

TEST_F(ASpool, KeepsAThousandInMemoryAndCountsTheRest) {
    Spool spool(directory);
    const FullDisk full(1);
    for (int i = 0; i < 1003; ++i) EXPECT_THROW(spool.append(failure()), Error);
    EXPECT_EQ(spool.dropped(), 3u);
    EXPECT_EQ(spool.after(0, 2000).front().sequence, 4u);
}

TEST_F(ASpool, KeepsWhatMattersInMemoryLongerThanNews) {
    Spool spool(directory);
    const FullDisk full(1);
    EXPECT_THROW(spool.append(failure()), Error);
    EXPECT_THROW(spool.append(news()), Error);
    for (int i = 0; i < 999; ++i) EXPECT_THROW(spool.append(failure()), Error);
    EXPECT_EQ(spool.dropped_informational(), 1u);
    EXPECT_THAT(sequences(spool.after(0, 2)), ElementsAre(1, 3));
}

TEST_F(ASpool, WritesByItselfWhatWaitsWhenTheDiskHasRoomAgain) {
    Spool spool(directory);
    std::promise<std::string> told;
    spool.on_notice([&](const std::string& sentence) { told.set_value(sentence); });
    {
        const FullDisk full(1);
        EXPECT_THROW(spool.append(failure()), Error);
    }
    auto sentence = told.get_future();
    ASSERT_EQ(sentence.wait_for(std::chrono::seconds(20)), std::future_status::ready);
    EXPECT_THAT(sentence.get(), HasSubstr("takes alarms again: 1 that waited in memory are written"));
    EXPECT_GT(std::filesystem::file_size(segment(1)), 8u);
}

TEST_F(ASpool, WakesItsSinksAfterEachAppendAlsoOfOneThatFailed) {
    Spool spool(directory);
    int woken = 0;
    spool.on_append([&] { ++woken; });
    spool.append(failure());
    const FullDisk full(1);
    EXPECT_THROW(spool.append(failure()), Error);
    EXPECT_EQ(woken, 2);
}

TEST_F(ASpool, RemembersOnAFullDiskWhatItsSinksHaveHad) {
    on_a_disk_of("256k", directory, [&] {
        {
            Spool spool(directory);
            append_to(spool, 2);
            spool.set_position("syslog", 1);
            fill(directory / "other");
            while (spool.last_sequence() < 60) EXPECT_THROW(for (int i = 0; i < 60; ++i) spool.append(failure()), Error);
            spool.set_position("syslog", 50);
        }
        Spool spool(directory);
        EXPECT_EQ(spool.repaired(), std::nullopt);
        EXPECT_EQ(spool.position("syslog"), 50u);
        EXPECT_GT(spool.enter(failure()), 60u);  // no sequence is given twice, though the records are lost with the process
    });
}

TEST_F(ASpool, GoesOnInOrderThroughADiskThatIsFullForAWhile) {
    on_a_disk_of("256k", directory, [&] {
        std::vector<std::uint64_t> delivered;
        Spool spool(directory);
        const auto deliver = [&] {
            for (const auto& record : spool.after(spool.position("syslog"), 2000)) delivered.push_back(record.sequence);
            spool.set_position("syslog", delivered.back());
        };
        append_to(spool, 5);
        fill(directory / "other");
        while (spool.last_sequence() < 90) EXPECT_THROW(for (int i = 0; i < 60; ++i) spool.append(failure()), Error);
        deliver();
        std::filesystem::remove(directory / "other");
        spool.append(failure());
        deliver();
        ASSERT_THAT(delivered, SizeIs(spool.last_sequence()));
        for (std::size_t i = 0; i < delivered.size(); ++i) EXPECT_EQ(delivered[i], i + 1);
        EXPECT_THAT(sequences(spool.after(0, 2000)), SizeIs(spool.last_sequence()));
        EXPECT_EQ(spool.dropped(), 0u);
    });
}
