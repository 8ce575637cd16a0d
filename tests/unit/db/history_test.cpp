// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <fmt/format.h>

#include "same_job.hpp"
#include "sample.hpp"
#include "storage/db/database.hpp"
#include "storage/db/read_history.hpp"

namespace drs::storage {
namespace {

using model::JobKind;
using model::Result;
using testing::IsEmpty;
using testing::SizeIs;

using AHistory = ADatabaseFile;

template <class Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const DatabaseError& error) {
        return error.what();
    }
    return "no refusal";
}

TEST_F(AHistory, GivesBackAJobAsItEnded) {
    auto job = running_backup();
    Database database(file());
    job = ended(job, database.begin_job(job), Result::warning);
    job.reason = "feature CUC: mail store is \"busy\"\n<&>";
    job.failed_features = {"CUC"};
    job.components[1].result = Result::error;
    job.components[1].reason = "exit code 3";
    job.components[1].log_file = "platform/drf/log/x.log";
    database.end_job(job);

    const auto history = Database(file()).history(JobKind::backup, 20);
    ASSERT_THAT(history, SizeIs(1));
    EXPECT_EQ(history[0].index, 1u);
    expect_same(history[0].job, job);
}

TEST_F(AHistory, IsReadFromTheFileOfAMasterThatIsDownWithoutAnotherFileBesideIt) {
    { Database database(file()); database.end_job(ended(running_backup(), database.begin_job(running_backup()), Result::success)); }
    EXPECT_THAT(read_history(file(), JobKind::backup, 20), SizeIs(1));
    EXPECT_FALSE(std::filesystem::exists(file().string() + "-wal"));
    EXPECT_THAT(refusal([&] { read_history(file().string() + "?#%41", JobKind::backup, 20); }), testing::HasSubstr("?#%41: unable to open database file"));
}

TEST_F(AHistory, GivesBackARunningJobAsItBegan) {
    auto job = running_backup();
    Database database(file());
    job.id = database.begin_job(job);
    const auto unfinished = database.unfinished_jobs();
    ASSERT_THAT(unfinished, SizeIs(1));
    expect_same(unfinished[0], job);
    EXPECT_THAT(database.history(JobKind::backup, 20), IsEmpty());
}

TEST_F(AHistory, ShowsTheLastOnesOldestFirst) {
    Database database(file());
    for (int i = 0; i < 25; ++i) database.end_job(ended(running_backup(), database.begin_job(running_backup()), Result::success));
    const auto history = database.history(JobKind::backup, 20);
    ASSERT_THAT(history, SizeIs(20));
    EXPECT_EQ(history.front().index, 6u);
    EXPECT_EQ(history.back().index, 25u);
    EXPECT_THAT(database.history(JobKind::backup, 100), SizeIs(25));
}

TEST_F(AHistory, NumbersEachKindByItself) {
    Database database(file());
    auto restore = running_backup();
    restore.kind = JobKind::restore;
    database.end_job(ended(running_backup(), database.begin_job(running_backup()), Result::success));
    database.end_job(ended(restore, database.begin_job(restore), Result::error));
    EXPECT_EQ(database.history(JobKind::restore, 20).at(0).index, 1u);
    EXPECT_EQ(database.history(JobKind::restore, 20).at(0).job.id, 2u);
    EXPECT_THAT(database.history(JobKind::drill, 20), IsEmpty());
}

TEST_F(AHistory, ListsUnfinishedJobsOldestFirst) {
    Database database(file());
    const auto first = database.begin_job(running_backup());
    const auto second = database.begin_job(running_backup());
    const auto third = database.begin_job(running_backup());
    database.end_job(ended(running_backup(), second, Result::canceled));
    const auto unfinished = database.unfinished_jobs();
    ASSERT_THAT(unfinished, SizeIs(2));
    EXPECT_EQ(unfinished[0].id, first);
    EXPECT_EQ(unfinished[1].id, third);
}

TEST_F(AHistory, RefusesToEndAJobThatDidNotBegin) {
    Database database(file());
    EXPECT_EQ(refusal([&] { database.end_job(ended(running_backup(), 7, Result::success)); }),
              fmt::format("database {}: BACKUP job 7 cannot end: it did not begin, or has ended already", file().string()));
}

TEST_F(AHistory, RefusesToEndAJobTwice) {
    Database database(file());
    const auto job = ended(running_backup(), database.begin_job(running_backup()), Result::success);
    database.end_job(job);
    EXPECT_THAT(refusal([&] { database.end_job(job); }), testing::HasSubstr("has ended already"));
    EXPECT_EQ(database.counters().backups_succeeded, 1u);
}

TEST_F(AHistory, RefusesAnEndWithoutATimeOrResult) {
    Database database(file());
    auto job = running_backup();
    job.id = database.begin_job(job);
    EXPECT_THAT(refusal([&] { database.end_job(job); }), testing::EndsWith("job 1 cannot end without a time"));
    job.ended = job.started;
    EXPECT_THAT(refusal([&] { database.end_job(job); }), testing::EndsWith("job 1 cannot end with result ACTIVE"));
    EXPECT_THAT(database.unfinished_jobs(), SizeIs(1));
}

TEST_F(AHistory, UndoesAnEndThatFailsHalfway) {
    Database database(file());
    auto job = ended(running_backup(), database.begin_job(running_backup()), Result::success);
    job.components[1].bytes_stored = std::uint64_t{1} << 63;
    EXPECT_THAT(refusal([&] { database.end_job(job); }), testing::EndsWith("a number above 2^63 cannot be kept"));
    ASSERT_THAT(database.unfinished_jobs(), SizeIs(1));
    EXPECT_EQ(database.unfinished_jobs()[0].components[0].result, Result::pending);
    EXPECT_EQ(database.counters().backups_succeeded, 0u);
}

}  // namespace
}  // namespace drs::storage
