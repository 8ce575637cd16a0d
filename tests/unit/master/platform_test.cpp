// SPDX-License-Identifier: Apache-2.0
// The platform lock and the shutdown inhibitor, around whole operations.
#include <gmock/gmock.h>

#include <boost/asio/bind_cancellation_slot.hpp>

#include "appliance.hpp"
#include "runtime/platform_lock.hpp"
#include "tests/support/cpp/private_bus.hpp"

namespace drs::test {
namespace {

using alarms::AlarmId;
using control::Kind;
using model::Result;
using runtime::PlatformLock;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class AnAdministeredPlatform : public testing::Test, public Appliance {
protected:
    void one_file_component() {
        register_files("UCM", "TFTP");
        start_local();
        device();
    }
    std::filesystem::path lock_file() const { return settings.paths.platform_lock(); }
    PlatformLock upgrade() const {
        auto lock = PlatformLock::take(lock_file(), PlatformLock::Mode::exclusive);
        lock->tell("the command upgrade of process 4711", clock.now());
        return std::move(*lock);
    }
};

TEST_F(AnAdministeredPlatform, IsHeldByTheWholeJob) {
    Gate gate(data());
    register_script("UCM", "HELD", gate.script());
    start_local();
    device();
    const auto started = start_backup({"UCM"});
    until([&] { return gate.reached(); });
    EXPECT_FALSE(PlatformLock::take(lock_file(), PlatformLock::Mode::exclusive));
    EXPECT_THAT(runtime::platform_holder(lock_file()), testing::StartsWith("job 1, a backup, since 20"));
    EXPECT_TRUE(feed.take()->platform_locked);
    gate.open();
    ended(started.job);
    EXPECT_TRUE(PlatformLock::take(lock_file(), PlatformLock::Mode::exclusive));
    EXPECT_FALSE(feed.take()->platform_locked);
}

TEST_F(AnAdministeredPlatform, RefusesABackupAndSaysWhoHasItSinceWhen) {
    one_file_component();
    const auto administration = upgrade();
    const auto refused = refusal_of([&] { return start_backup({"UCM"}); });
    EXPECT_EQ(refused.kind, Kind::busy);
    EXPECT_THAT(refused.sentence, AllOf(HasSubstr("a backup cannot start while the platform is locked by the command upgrade of process 4711, since 20")));
    EXPECT_THAT(raised(), ElementsAre(AlarmId::backup_in_progress));
    EXPECT_THAT(stored(), IsEmpty());
    EXPECT_EQ(database->unfinished_jobs().size() + feed.take()->backups.size(), 0u);
}

TEST_F(AnAdministeredPlatform, RefusesARestore) {
    one_file_component();
    const auto set = *backup({"UCM"}).set;
    const auto administration = upgrade();
    EXPECT_EQ(refusal_of([&] { return start_restore(set); }).kind, Kind::busy);
}

TEST_F(AnAdministeredPlatform, IsFreeAgainWhenARequestIsRefused) {
    one_file_component();
    EXPECT_EQ(refusal_of([&] { return start_backup({"NONE"}); }).kind, Kind::not_found);
    EXPECT_TRUE(PlatformLock::take(lock_file(), PlatformLock::Mode::exclusive));
}

TEST_F(AnAdministeredPlatform, IsShownWhileACommandRuns) {
    one_file_component();
    bool watching = true;
    boost::asio::cancellation_signal end;
    auto watch = service->watch_platform();
    boost::asio::co_spawn(executor(), std::move(watch), boost::asio::bind_cancellation_slot(end.slot(), [&](std::exception_ptr) { watching = false; }));
    {
        const auto administration = upgrade();
        until([&] { return feed.take()->platform_locked; });
    }
    until([&] { return !feed.take()->platform_locked; });
    end.emit(boost::asio::cancellation_type::terminal);
    until([&] { return !watching; });
}

TEST_F(AnAdministeredPlatform, RefusesWhenItsLockCannotBeUsed) {
    one_file_component();
    std::filesystem::remove(lock_file());
    std::filesystem::create_directories(lock_file());
    const auto refused = refusal_of([&] { return start_backup({"UCM"}); });
    EXPECT_EQ(refused.kind, Kind::internal);
    EXPECT_THAT(refused.sentence, HasSubstr("cannot open the platform lock " + lock_file().string()));
    EXPECT_THAT(raised(), ElementsAre(AlarmId::internal_process_failure));
}

TEST_F(AnAdministeredPlatform, IsNotShutDownWhileAJobRuns) {
    PrivateBus bus;
    bus.start_logind();
    one_file_component();
    EXPECT_EQ(backup({"UCM"}).result, Result::success);
    bus.wait_for("inhibit shutdown OpenDRS job 1, a backup block");
    bus.wait_for("released shutdown");
}

TEST_F(AnAdministeredPlatform, IsBackedUpAlsoWhenLogindRefuses) {
    PrivateBus bus;
    bus.start_logind("--refuse");
    one_file_component();
    EXPECT_EQ(backup({"UCM"}).result, Result::success);
}

class AHookAfterADeadMaster : public testing::Test {
protected:
    TemporaryDirectory place;
    std::string hook() const {
        const auto file = place.path() / "post";
        write_text(file, "#!/bin/sh\necho $DRS_JOB $DRS_KIND $DRS_RESULT $DRS_REASON >> " + told().string() + "\n");
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        return file;
    }
    std::filesystem::path told() const { return place.path() / "told"; }
};

TEST_F(AHookAfterADeadMaster, RunsAtTheNextStart) {
    Appliance appliance([&](Appliance& prepared) {
        prepared.settings.hook.post_backup = hook();
        storage::Database database(prepared.settings.paths.database());
        model::Job job;
        job.set = model::SetId::at(prepared.clock.now());
        job.device = "store";
        job.started = prepared.clock.now();
        job.features = {"UCM"};
        database.begin_job(job);
    });
    appliance.until([&] { return !text_in(told()).empty(); });
    EXPECT_EQ(text_in(told()), "1 BACKUP ERROR the Master Agent stopped while it ran\n");
}

}  // namespace
}  // namespace drs::test
