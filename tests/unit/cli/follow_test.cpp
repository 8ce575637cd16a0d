// SPDX-License-Identifier: Apache-2.0
#include "cli/follow.hpp"

#include <gmock/gmock.h>

#include "cli/commands.hpp"
#include "made_up.hpp"

using namespace drs;
using namespace drs::cli;
using namespace drs::cli::test;
using testing::EndsWith;
using testing::HasSubstr;

namespace {

struct AFollower : testing::Test {
    const California there;
    FakeSession fake;

    void master_shows(model::Job job) {
        control::Snapshot snapshot;
        snapshot.last_backup = std::move(job);
        fake.master_is(std::move(snapshot));
    }
};

}  // namespace

TEST_F(AFollower, WritesALineForEachComponentThatChanges) {
    master_shows(running_backup());
    master_shows(running_backup());
    master_shows(finished_backup());
    EXPECT_EQ(follow(12, fake.session), 0);
    EXPECT_EQ(fake.pauses, 2);
    expect_golden("follow.txt", fake.console.shown);
}

TEST_F(AFollower, DrawsABarOnATerminalAndWipesItAtTheEnd) {
    fake.console.person = true;
    master_shows(running_backup());
    master_shows(finished_backup());
    EXPECT_EQ(follow(12, fake.session), 0);
    expect_golden("follow_terminal.txt", fake.console.shown);
}

TEST_F(AFollower, TellsTheResultByItsExitCode) {
    EXPECT_EQ(exit_code(model::Result::success), 0);
    EXPECT_EQ(exit_code(model::Result::error), 1);
    EXPECT_EQ(exit_code(model::Result::canceled), 14);
    EXPECT_EQ(exit_code(model::Result::warning), 15);
}

TEST_F(AFollower, FindsTheJobInTheHistoryOfARestartedMaster) {
    fake.master_is({.backups = {{1, failed_backup()}}});
    EXPECT_EQ(follow(12, fake.session), 1);
}

TEST_F(AFollower, SaysThatTheMasterForgotTheJob) {
    fake.master_is({});
    try {
        follow(12, fake.session);
        FAIL();
    } catch (const control::Refusal& refusal) {
        EXPECT_EQ(refusal.kind(), control::Kind::not_found);
        EXPECT_THAT(refusal.what(), HasSubstr("no longer knows job 12"));
    }
}

TEST_F(AFollower, GivesAProgramOneDocumentAtTheEnd) {
    fake.session.json = true;
    master_shows(running_backup());
    master_shows(failed_backup());
    EXPECT_EQ(follow(12, fake.session), 1);
    EXPECT_THAT(fake.console.shown, testing::StartsWith(R"({"id":12,)"));
    EXPECT_THAT(fake.console.shown, EndsWith("}\n"));
}

TEST_F(AFollower, OfTheStatusGoesOnToTheEnd) {
    master_shows(running_backup());
    master_shows(running_backup());
    master_shows(finished_backup());
    EXPECT_EQ(show_backup_status({{}, {.follow = true}}, fake.session), 0);
    EXPECT_THAT(fake.console.shown, HasSubstr("Status: SUCCESS :"));
}

TEST_F(AFollower, OfNothingIsAFailure) {
    fake.master_is({});
    EXPECT_EQ(show_restore_status({{}, {.follow = true}}, fake.session), static_cast<int>(control::Kind::not_found));
    EXPECT_EQ(fake.console.shown, "drfCliMsg: No restore status available\n");
}
