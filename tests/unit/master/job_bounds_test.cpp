// SPDX-License-Identifier: Apache-2.0
// What keeps a job in its bounds: hooks, warnings, limits.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "appliance.hpp"

namespace drs::test {
namespace {

using alarms::AlarmId;
using model::Result;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class AJob : public testing::Test, public Appliance {
protected:
    void one_file_component() {
        register_files("UCM", "TFTP");
        start_local();
        device();
    }
    /// A program of one line; what it prints with `tell` is in told().
    std::string hook(const std::string& name, const std::string& line) {
        const auto file = directory.path() / name;
        write_text(file, "#!/bin/sh\ntell() { echo \"$@\" >> " + told_file().string() + "; }\n" + line + "\n");
        ::chmod(file.c_str(), 0755);
        return file;
    }
    std::filesystem::path told_file() const { return directory.path() / "told"; }
    std::string told() const { return text_in(told_file()); }
    std::string hook_log(const model::Job& job) const { return text_in(settings.paths.component_log() / (job.set->text() + "_b_hooks.log")); }
};

TEST_F(AJob, RunsItsHooksBeforeAndAfter) {
    settings.hook.pre_backup = hook("pre", "tell before $DRS_KIND $DRS_JOB $DRS_DEVICE $DRS_FEATURES $DRS_TRIGGER ${DRS_RESULT-none}; echo freezing; echo slowly >&2");
    settings.hook.post_backup = hook("post", "tell after $DRS_HOOK $DRS_SET $DRS_RESULT $DRS_REASON; ls " + store().string() + " | wc -l");
    one_file_component();
    const auto job = backup({"UCM"});
    EXPECT_EQ(job.result, Result::success) << job.reason;
    EXPECT_EQ(told(), "before BACKUP 1 store UCM MANUAL none\nafter post-backup " + job.set->text() + " SUCCESS\n");
    EXPECT_THAT(hook_log(job), AllOf(HasSubstr("Hook: pre-backup\n"), HasSubstr("freezing\n"), HasSubstr("slowly\n"), HasSubstr("Hook: post-backup\n"),
                                     HasSubstr("Result String: SUCCESS"), HasSubstr("\n3\n")));  // the set existed when the second one ran
}

TEST_F(AJob, RunsTheHooksOfARestore) {
    settings.hook.pre_restore = hook("pre", "tell before $DRS_KIND");
    settings.hook.post_restore = hook("post", "tell after $DRS_RESULT");
    one_file_component();
    const auto set = *backup({"UCM"}).set;
    EXPECT_EQ(told(), "");
    EXPECT_EQ(ended(start_restore(set).job).result, Result::success);
    EXPECT_EQ(told(), "before RESTORE\nafter SUCCESS\n");
}

TEST_F(AJob, DoesNotBeginWhenTheHookBeforeItFails) {
    settings.hook.pre_backup = hook("pre", "echo 'the database is busy' >&2; exit 3");
    settings.hook.post_backup = hook("post", "tell after $DRS_RESULT $DRS_REASON");
    one_file_component();
    const auto job = backup({"UCM"});
    const auto reason = "hook pre-backup failed: " + settings.hook.pre_backup + " exited with code 3: the database is busy";
    EXPECT_EQ(job.result, Result::error);
    EXPECT_EQ(job.reason, reason);
    EXPECT_EQ(told(), "after ERROR " + reason + "\n");
    EXPECT_THAT(stored(), IsEmpty());
    EXPECT_THAT(raised(), testing::Contains(AlarmId::backup_failure));
}

TEST_F(AJob, DoesNotBeginWhenTheHookBeforeItTakesTooLong) {
    settings.hook.pre_backup = hook("pre", "trap 'tell tidied; exit 0' TERM; while :; do sleep 0.01; done");
    settings.hook.limit = std::chrono::seconds(1);
    one_file_component();
    const auto job = backup({"UCM"});
    EXPECT_EQ(job.reason, "hook pre-backup failed: " + settings.hook.pre_backup + " ran longer than its 1 s and was killed");
    EXPECT_EQ(told(), "tidied\n");
}

TEST_F(AJob, NamesAHookThatIsNotThere) {
    settings.hook.pre_backup = "/nonexistent/hook";
    one_file_component();
    EXPECT_EQ(backup({"UCM"}).reason, "hook pre-backup failed: cannot start /nonexistent/hook: No such file or directory");
}

TEST_F(AJob, EndsWithAWarningWhenTheHookAfterItFails) {
    settings.hook.post_backup = hook("post", "exit 4");
    one_file_component();
    const auto job = backup({"UCM"});
    EXPECT_EQ(job.result, Result::warning);
    EXPECT_EQ(job.reason, "hook post-backup failed: " + settings.hook.post_backup + " exited with code 4");
    EXPECT_THAT(raised(), ElementsAre(AlarmId::backup_completed));
    EXPECT_THAT(stored(), SizeIs(3));
    EXPECT_EQ(feed.take()->last_good_backup, job.ended);
}

TEST_F(AJob, StaysFailedWhenTheHookAfterItFailsToo) {
    settings.hook.post_backup = hook("post", "exit 4");
    register_script("CUC", "DB", "exit 3");
    start_local();
    device();
    const auto job = backup({"CUC"});
    EXPECT_EQ(job.result, Result::error);
    EXPECT_THAT(job.reason, HasSubstr("CUC/DB on node1 failed"));
}

TEST_F(AJob, IsCanceledWhileTheHookBeforeItRuns) {
    Gate gate(data());
    settings.hook.pre_backup = hook("pre", gate.script());
    settings.hook.post_backup = hook("post", "tell after $DRS_RESULT");
    one_file_component();
    const auto started = start_backup({"UCM"});
    until([&] { return gate.reached(); });
    service->cancel(model::JobKind::backup, control::CancelMode::now, caller);
    const auto job = ended(started.job);
    EXPECT_EQ(job.result, Result::canceled);
    EXPECT_EQ(told(), "after CANCELED\n");
}

TEST(AHook, IsCheckedWithTheConfiguration) {
    runtime::Settings::Hook hooks;
    hooks.pre_backup = "/bin/true";
    EXPECT_NO_THROW(master::check_hooks(hooks));
    hooks.post_restore = "/etc/passwd";
    try {
        master::check_hooks(hooks);
        FAIL() << "no error";
    } catch (const runtime::Error& error) {
        EXPECT_STREQ(error.what(), "hook.post-restore: /etc/passwd is no program that can be run");
    }
}

TEST_F(AJob, TakesTheLogOfItsHooksWithItWhenItIsForgotten) {
    settings.hook.post_backup = hook("post", "echo thawed");
    one_file_component();
    auto job = backup({"UCM"});
    EXPECT_THAT(hook_log(job), HasSubstr("thawed"));
    job.ended = runtime::SystemClock().now();  // the test's clock is another than the file system's
    master::forget_hook_log(settings, job);
    EXPECT_EQ(hook_log(job), "");
}

TEST_F(AJob, EndsWithAWarningWhenAComponentWarns) {
    one_file_component();
    ASSERT_EQ(::mkfifo((data() / "TFTP" / "queue").c_str(), 0600), 0);
    write_text(settings.paths.components() / "UCMDB.xml",
               "<component feature=\"UCM\" name=\"DB\"><script><backup program=\"/bin/true\"/><restore program=\"/bin/true\"/>"
               "<estimate program=\"/bin/false\"/></script></component>");
    wait(local->agent->reload());
    until([&] { return nodes.find("node1")->components.size() == 2; });
    const auto job = backup({"UCM"});
    EXPECT_EQ(job.result, Result::warning);
    EXPECT_THAT(job.reason, HasSubstr("UCM/DB on node1 warns: the size could not be estimated"));
    EXPECT_THAT(job.failed_features, IsEmpty());
    EXPECT_THAT(raised(), ElementsAre(AlarmId::backup_completed));
    EXPECT_THAT(spool->after(0, 10).back().detail.reason, HasSubstr(" with a warning: UCM/DB on node1 warns"));
}

TEST_F(AJob, EndsAComponentAtItsLimitAndGoesOn) {
    Gate gate(data());
    settings.job.component_limit = std::chrono::seconds(1);
    register_script("UCM", "HELD", gate.script());
    register_files("UCM", "TFTP");
    start_local();
    device();
    const auto job = backup({"UCM"});
    EXPECT_EQ(job.result, Result::error);
    EXPECT_EQ(job.reason, "UCM/HELD on node1 failed: the component ran longer than its limit of 1 s");
    EXPECT_EQ(job.components[1].result, Result::success);
    EXPECT_THAT(stored(), AllOf(SizeIs(3), Not(testing::Contains(HasSubstr("HELD")))));
    EXPECT_EQ(raised().front(), AlarmId::ma_backup_component_failure);
}

TEST_F(AJob, EndsARestoreProgramAtItsLimit) {
    Gate gate(data());
    settings.job.component_limit = std::chrono::seconds(1);
    register_script("CUC", "DB", "echo data", "cat > /dev/null; " + gate.script());
    start_local();
    device();
    const auto set = *backup({"CUC"}).set;
    const auto job = ended(start_restore(set).job);
    EXPECT_EQ(job.reason, "CUC/DB on node1 failed: the component ran longer than its limit of 1 s");
    EXPECT_THAT(raised(), testing::Contains(AlarmId::ma_restore_component_failure));
}

TEST_F(AJob, EndsAtItsLimitAndLeavesNoScratch) {
    Gate gate(data());
    settings.job.limit = std::chrono::seconds(1);
    register_files("UCM", "AAA");
    register_script("UCM", "HELD", gate.script());
    start_local();
    device();
    const auto job = backup({"UCM"});
    EXPECT_EQ(job.result, Result::error);
    EXPECT_EQ(job.reason, "the job ran longer than its limit of 1 s");
    EXPECT_THAT(stored(), IsEmpty());
    EXPECT_THAT(raised(), testing::Contains(AlarmId::backup_failure));
}

TEST_F(AJob, IsEndedByTheLimitThatAComponentHasItself) {
    write_text(settings.paths.components() / "CUCDB.xml",
               "<component feature=\"CUC\" name=\"DB\"><script timeout=\"1\"><backup program=\"/usr/bin/yes\"/><restore program=\"/bin/true\"/></script></component>");
    start_local();
    device();
    EXPECT_EQ(backup({"CUC"}).reason, "CUC/DB on node1 failed: /usr/bin/yes ran longer than its 1 s and was killed");
}

}  // namespace
}  // namespace drs::test
