// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "sample.hpp"
#include "storage/db/database.hpp"

namespace drs::storage {
namespace {

class AScheduledTask : public ADatabaseFile {
protected:
    AScheduledTask() : database_(file()) { database_.plan_task(task_); }

    std::vector<std::int64_t> due_times(Database& database) {
        std::vector<std::int64_t> times;
        for (const auto& task : database.tasks()) times.push_back(task.due.time_since_epoch().count());
        return times;
    }

    const ScheduledTask task_{3, "daily from 2026/11/23-02:00", at(1000)};
    Database database_;
};

TEST_F(AScheduledTask, IsThereAfterARestart) {
    Database again(file());
    ASSERT_EQ(again.tasks().size(), 1u);
    EXPECT_EQ(again.tasks()[0].plan, task_.plan);
    EXPECT_EQ(again.tasks()[0].due, at(1000));
}

TEST_F(AScheduledTask, IsTakenWithTheBeginningOfItsJob) {
    database_.begin_job(running_backup(), TaskStep{task_, at(2000)});
    EXPECT_THAT(due_times(database_), testing::ElementsAre(2000));
    const auto record = database_.schedule_record(3);
    EXPECT_EQ(record.last_due, at(1000));
    EXPECT_EQ(record.last_result, model::Result::active);
}

TEST_F(AScheduledTask, IsTakenOnce) {
    database_.begin_job(running_backup(), TaskStep{task_, at(2000)});
    EXPECT_THROW(database_.begin_job(running_backup(), TaskStep{task_, at(2000)}), DatabaseError);
    EXPECT_EQ(database_.unfinished_jobs().size(), 1u);
    EXPECT_THAT(due_times(database_), testing::ElementsAre(2000));
}

TEST_F(AScheduledTask, LearnsHowItsJobEnded) {
    const auto id = database_.begin_job(running_backup(), TaskStep{task_, std::nullopt});
    database_.end_job(ended(running_backup(), id, model::Result::success));
    EXPECT_EQ(database_.schedule_record(3).last_result, model::Result::success);
    EXPECT_THAT(database_.tasks(), testing::IsEmpty());
}

TEST_F(AScheduledTask, CountsRunsThatWerePassedOver) {
    database_.pass_over(TaskStep{task_, at(4000), 3});
    EXPECT_THAT(due_times(database_), testing::ElementsAre(4000));
    EXPECT_EQ(database_.schedule_record(3).missed, 3u);
    EXPECT_EQ(database_.schedule_record(3).last_result, model::Result::none);
}

TEST_F(AScheduledTask, StandsBesideTheNextPlanUntilOneIsChosen) {
    database_.plan_task({3, "weekly", at(5000)});
    EXPECT_THAT(due_times(database_), testing::ElementsAre(1000, 5000));
    database_.keep_task(3, "weekly");
    EXPECT_THAT(due_times(database_), testing::ElementsAre(5000));
}

TEST_F(AScheduledTask, GoesWithItsSchedule) {
    database_.plan_task({4, "weekly", at(5000)});
    database_.forget_schedule(3);
    EXPECT_THAT(due_times(database_), testing::ElementsAre(5000));
}

using ADatabase = ADatabaseFile;

TEST_F(ADatabase, KnowsSinceWhenTheProductVersionIsInstalled) {
    EXPECT_EQ(Database(file()).installed_since("15.0.1", at(100)), at(100));
    EXPECT_EQ(Database(file()).installed_since("15.0.1", at(200)), at(100));
    EXPECT_EQ(Database(file()).installed_since("15.0.2", at(300)), at(300));
}

TEST_F(ADatabase, RemembersWhatANodeRegistered) {
    const model::Component tftp{{"UCM", "TFTP"}, model::ComponentKind::files, true, "Phone files"};
    const model::Component car{{"CDR_CAR", "CAR"}, model::ComponentKind::script, false, ""};
    Database(file()).replace_registration("pub", {tftp, car});
    Database again(file());
    const auto components = again.registration("pub");
    ASSERT_EQ(components.size(), 2u);
    EXPECT_EQ(components[0].key.text(), "CDR_CAR/CAR");
    EXPECT_EQ(components[1].description, "Phone files");
    EXPECT_TRUE(components[1].mandatory);
    again.replace_registration("pub", {car});
    EXPECT_EQ(again.registration("pub").size(), 1u);
    EXPECT_TRUE(again.registration("sub").empty());
}

TEST_F(ADatabase, ForgetsTheOldestJobsOfAKind) {
    Database database(file());
    for (int i = 0; i < 5; ++i) database.end_job(ended(running_backup(), database.begin_job(running_backup()), model::Result::success));
    const auto expired = database.expired_jobs(model::JobKind::backup, 3, 10);
    ASSERT_EQ(expired.size(), 2u);
    EXPECT_EQ(expired[0].id, 1u);
    for (const auto& job : expired) database.forget_job(job.id);
    EXPECT_TRUE(database.expired_jobs(model::JobKind::backup, 3, 10).empty());
    EXPECT_EQ(database.history(model::JobKind::backup, 20).front().index, 3u);
    EXPECT_EQ(database.counters().backups_succeeded, 5u);
}

}  // namespace
}  // namespace drs::storage
