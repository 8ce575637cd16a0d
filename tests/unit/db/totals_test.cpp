// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "sample.hpp"
#include "storage/db/database.hpp"

namespace drs::storage {
namespace {

using model::JobKind;
using model::Result;

class ATotal : public ADatabaseFile {
protected:
    void run(Result result, JobKind kind = JobKind::backup, std::chrono::hours later = {}) {
        auto job = running_backup();
        job.kind = kind;
        job.started += later;
        database.end_job(ended(job, database.begin_job(job), result));
    }
    ComponentLast last() { return database.component_last("pub", {"UCM", "CCMDB"}); }

    Database database{file()};
    const model::TimePoint first_end = running_backup().started + std::chrono::minutes(5);
    const model::TimePoint first_component_end = running_backup().started + std::chrono::minutes(4);
};

TEST_F(ATotal, IsZeroBeforeTheFirstJob) {
    const auto counters = database.counters();
    EXPECT_EQ(counters.backups_succeeded + counters.backups_failed + counters.restores_succeeded + counters.restores_failed, 0u);
    EXPECT_EQ(counters.bytes_stored, 0u);
    EXPECT_EQ(counters.last_backup_result, Result::none);
    EXPECT_EQ(counters.last_good_backup, std::nullopt);
}

TEST_F(ATotal, CountsASuccess) {
    run(Result::success);
    const auto counters = database.counters();
    EXPECT_EQ(counters.backups_succeeded, 1u);
    EXPECT_EQ(counters.bytes_stored, 800u);
    EXPECT_EQ(counters.last_backup_result, Result::success);
    EXPECT_EQ(counters.last_good_backup, first_end);
}

TEST_F(ATotal, TakesAWarningForSucceededAndGood) {
    run(Result::success);
    run(Result::warning, JobKind::backup, std::chrono::hours(24));
    const auto counters = database.counters();
    EXPECT_EQ(counters.backups_succeeded, 2u);
    EXPECT_EQ(counters.bytes_stored, 1600u);
    EXPECT_EQ(counters.last_backup_result, Result::warning);
    EXPECT_EQ(counters.last_good_backup, first_end + std::chrono::hours(24));
}

TEST_F(ATotal, CountsAnErrorAsFailedWithoutItsBytes) {
    run(Result::error);
    const auto counters = database.counters();
    EXPECT_EQ(counters.backups_failed, 1u);
    EXPECT_EQ(counters.bytes_stored, 0u);
    EXPECT_EQ(counters.last_backup_result, Result::error);
    EXPECT_EQ(counters.last_good_backup, std::nullopt);
}

TEST_F(ATotal, CountsACanceledJobAsNeither) {
    run(Result::canceled);
    const auto counters = database.counters();
    EXPECT_EQ(counters.backups_succeeded + counters.backups_failed, 0u);
    EXPECT_EQ(counters.last_backup_result, Result::canceled);
}

TEST_F(ATotal, CountsRestoresApart) {
    run(Result::success, JobKind::restore);
    run(Result::error, JobKind::restore);
    run(Result::success, JobKind::drill);
    const auto counters = database.counters();
    EXPECT_EQ(counters.restores_succeeded, 1u);
    EXPECT_EQ(counters.restores_failed, 1u);
    EXPECT_EQ(counters.bytes_stored, 0u);
    EXPECT_EQ(counters.last_backup_result, Result::none);
}

TEST_F(ATotal, RemembersTheLastResultOfAComponent) {
    EXPECT_EQ(last().result, Result::none);
    run(Result::success);
    EXPECT_EQ(last().result, Result::success);
    EXPECT_EQ(last().bytes_before, 1000u);
    EXPECT_EQ(last().bytes_stored, 400u);
    EXPECT_EQ(last().time, first_component_end);
}

TEST_F(ATotal, KeepsTheSizesOfTheLastSuccessOverAFailure) {
    run(Result::success);
    run(Result::error, JobKind::backup, std::chrono::hours(24));
    EXPECT_EQ(last().result, Result::error);
    EXPECT_EQ(last().bytes_before, 1000u);
    EXPECT_EQ(last().time, first_component_end + std::chrono::hours(24));
}

TEST_F(ATotal, TakesTheSizesOfAComponentThatWarned) {
    run(Result::warning);
    EXPECT_EQ(last().result, Result::warning);
    EXPECT_EQ(last().bytes_before, 1000u);
}

TEST_F(ATotal, KnowsNoSizesAfterAFailureAlone) {
    run(Result::error);
    EXPECT_EQ(last().result, Result::error);
    EXPECT_EQ(last().bytes_before, 0u);
}

TEST_F(ATotal, LeavesAComponentWhoseTurnDidNotCome) {
    auto job = ended(running_backup(), database.begin_job(running_backup()), Result::canceled);
    job.components[0].result = Result::pending;
    database.end_job(job);
    EXPECT_EQ(last().result, Result::none);
    EXPECT_EQ(database.component_last("pub", {"CUC", "MAIL"}).result, Result::canceled);
}

TEST_F(ATotal, IsNotTouchedByTheComponentsOfARestore) {
    run(Result::success, JobKind::restore);
    EXPECT_EQ(last().result, Result::none);
}

}  // namespace
}  // namespace drs::storage
