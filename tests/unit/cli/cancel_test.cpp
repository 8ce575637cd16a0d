// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "cli/commands.hpp"
#include "made_up.hpp"

using namespace drs;
using namespace drs::cli;
using namespace drs::cli::test;

namespace {

struct ACancellation : testing::Test {
    FakeSession fake;

    void ends_with(model::Result result) {
        fake.answers.emplace_back(control::Done{});
        auto job = running_backup();
        fake.master_is({.last_backup = job});
        fake.master_is({.last_backup = job});
        job.ended = moment();
        job.result = result;
        fake.master_is({.last_backup = job});
    }
};

}  // namespace

TEST_F(ACancellation, SaysSoWhenTheBackupHasReallyEnded) {
    ends_with(model::Result::canceled);
    EXPECT_EQ(cancel_backup({}, fake.session), 0);
    EXPECT_EQ(fake.pauses, 1);
    EXPECT_EQ(fake.console.shown, "Cancelling backup...\nBackup cancelled successfully.\n");
    EXPECT_EQ(std::get<control::CancelRequest>(fake.requests.at(0)).mode, control::CancelMode::after_component);
}

TEST_F(ACancellation, StopsTheComponentInProgressWhenTold) {
    ends_with(model::Result::canceled);
    cancel_backup({{}, {.now = true}}, fake.session);
    EXPECT_EQ(std::get<control::CancelRequest>(fake.requests.at(0)).mode, control::CancelMode::now);
}

TEST_F(ACancellation, OfTheOtherKindIsAskedForByItsName) {
    fake.answers.emplace_back(control::Done{});
    auto job = running_backup();
    job.kind = model::JobKind::restore;
    job.result = model::Result::canceled;
    job.ended = moment();
    fake.master_is({.last_restore = job});
    fake.master_is({.last_restore = job});
    EXPECT_EQ(cancel_restore_now({}, fake.session), 0);
    const auto& sent = std::get<control::CancelRequest>(fake.requests.at(0));
    EXPECT_EQ(sent.kind, model::JobKind::restore);
    EXPECT_EQ(sent.mode, control::CancelMode::now);
    EXPECT_EQ(fake.console.shown, "Cancelling restore...\nRestore cancelled successfully.\n");
}

TEST_F(ACancellation, ThatCameTooLateIsNoSuccess) {
    ends_with(model::Result::success);
    EXPECT_EQ(cancel_backup({}, fake.session), control::exit_job_failed);
    EXPECT_EQ(fake.console.complaints, "the backup ended with SUCCESS before it could be cancelled\n");
}

TEST_F(ACancellation, IsAskedForFirst) {
    ends_with(model::Result::canceled);
    fake.console.typed = "y";
    EXPECT_EQ(ask_and_cancel_backup({}, fake.session), 0);
    EXPECT_EQ(fake.console.shown, "Cancel the running backup? (y/n): Cancelling backup...\nBackup cancelled successfully.\n");
}

TEST_F(ACancellation, IsNotSentForAnyOtherAnswer) {
    for (const char* answer : {"n", "", "no", "yeah"}) {
        fake.console.typed = answer;
        EXPECT_EQ(ask_and_cancel_backup({}, fake.session), 0);
    }
    EXPECT_TRUE(fake.requests.empty());
}

TEST_F(ACancellation, WithoutAnAnswerIsRefused) { EXPECT_THROW(ask_and_cancel_backup({}, fake.session), control::Refusal); }
