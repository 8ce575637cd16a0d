// SPDX-License-Identifier: Apache-2.0
#include "cli/platform_lock.hpp"

#include <gmock/gmock.h>

#include "control/refusal.hpp"
#include "made_up.hpp"
#include "runtime/clock.hpp"
#include "runtime/paths.hpp"
#include "runtime/platform_lock.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::cli {
namespace {

using control::Kind;
using control::Refusal;
using runtime::PlatformLock;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Words = std::vector<std::string>;

/// The sentence of a refusal of this kind.
template <class Call>
std::string refused(Kind kind, Call call) {
    try {
        (void)call();
    } catch (const Refusal& refusal) {
        EXPECT_EQ(refusal.kind(), kind);
        return refusal.what();
    }
    return {};
}

std::string usage_refusal(const Words& words) {
    return refused(Kind::usage, [&] { return platform_lock_call(words, nullptr); });
}

TEST(APlatformLockCall, IsNoneOfTheOtherCommands) {
    EXPECT_FALSE(platform_lock_call(Words{}, nullptr));
    EXPECT_FALSE(platform_lock_call(Words{"utils", "disaster_recovery", "platform-lock"}, nullptr));
    EXPECT_FALSE(platform_lock_call(Words{"--root", "platform-lock"}, nullptr));
}

TEST(APlatformLockCall, LeavesEverythingBehindTheDashesToTheCommand) {
    const auto call = platform_lock_call(Words{"--root", "/srv/a", "platform-lock", "--", "tar", "--wait", "--", "x"}, "/srv/b");
    ASSERT_TRUE(call);
    EXPECT_EQ(call->root, "/srv/a");
    EXPECT_FALSE(call->wait);
    EXPECT_THAT(call->command, ElementsAre("tar", "--wait", "--", "x"));
}

TEST(APlatformLockCall, WaitsForEverOrForSeconds) {
    const auto forever = platform_lock_call(Words{"platform-lock", "--wait", "--", "true"}, "/srv/b");
    EXPECT_TRUE(forever->wait);
    EXPECT_EQ(forever->patience, std::nullopt);
    EXPECT_EQ(forever->root, "/srv/b");
    EXPECT_EQ(platform_lock_call(Words{"platform-lock", "--wait", "90", "--", "true"}, nullptr)->patience, std::chrono::seconds(90));
    EXPECT_EQ(platform_lock_call(Words{"platform-lock", "--wait=0", "--root=/r", "--", "true"}, nullptr)->patience, std::chrono::seconds(0));
}

TEST(APlatformLockCall, WantsTheHelpWhenItSaysSo) { EXPECT_THAT(platform_lock_call(Words{"platform-lock", "--help"}, nullptr)->command, IsEmpty()); }

TEST(APlatformLockCall, IsRefusedWithTheWayItIsUsed) {
    EXPECT_THAT(usage_refusal({"platform-lock"}), HasSubstr("platform-lock needs `--` and a command behind it; it is used as drs "));
    EXPECT_THAT(usage_refusal({"platform-lock", "--"}), HasSubstr("needs `--` and a command"));
    EXPECT_THAT(usage_refusal({"platform-lock", "upgrade"}), HasSubstr("`upgrade` is no option of platform-lock"));
    EXPECT_THAT(usage_refusal({"platform-lock", "--wait", "soon", "--", "x"}), HasSubstr("`soon` behind --wait is not a number of seconds"));
    EXPECT_THAT(usage_refusal({"platform-lock", "--root=", "--", "x"}), HasSubstr("`--root` needs a directory"));
}

class AnAdministrationCommand : public testing::Test {
protected:
    drs::test::TemporaryDirectory home;
    runtime::Paths paths{home.path()};
    test::FakeConsole console;
    int run_shell(const std::string& line) { return run({home.path().string(), false, std::nullopt, {"sh", "-c", line}}, console); }
    PlatformLock running_job() const {
        auto lock = PlatformLock::take(paths.platform_lock(), PlatformLock::Mode::shared);
        lock->tell("job 12, a backup", runtime::SystemClock().now());
        return std::move(*lock);
    }
};

TEST_F(AnAdministrationCommand, EndsWithItsOwnCode) {
    EXPECT_EQ(run_shell("exit 7"), 7);
    EXPECT_EQ(run_shell("kill -TERM $$"), 128 + 15);
}

TEST_F(AnAdministrationCommand, HasTheLockWhileItRuns) {
    EXPECT_EQ(run_shell("flock --nonblock --shared " + paths.platform_lock().string() + " true"), 1);
    EXPECT_FALSE(runtime::administration_runs(paths.platform_lock()));
    EXPECT_THAT(runtime::platform_holder(paths.platform_lock()), HasSubstr("the command sh of process "));
}

TEST_F(AnAdministrationCommand, GivesTheLockBackAlthoughItLeavesADaemonBehind) {
    EXPECT_EQ(run_shell("sleep 60 & echo $! > " + home.path().string() + "/daemon"), 0);
    EXPECT_FALSE(runtime::administration_runs(paths.platform_lock()));
    EXPECT_EQ(run_shell("kill $(cat " + home.path().string() + "/daemon)"), 0);
}

TEST_F(AnAdministrationCommand, IsNotStartedWhileAJobRuns) {
    const auto job = running_job();
    const auto sentence = refused(Kind::busy, [&] { return run_shell("touch " + home.path().string() + "/done"); });
    EXPECT_THAT(sentence, AllOf(HasSubstr("sh was not started: the platform is locked by job 12, a backup, since 20"), HasSubstr("or wait with --wait")));
    EXPECT_FALSE(std::filesystem::exists(home.path() / "done"));
}

TEST_F(AnAdministrationCommand, IsNotStartedWhenItsPatienceEnds) {
    const auto job = running_job();
    const auto sentence = refused(Kind::busy, [&] { return run({home.path().string(), true, std::chrono::seconds(0), {"true"}}, console); });
    EXPECT_THAT(sentence, HasSubstr("true was not started: after 0 s the platform is still locked by job 12, a backup, since"));
}

TEST_F(AnAdministrationCommand, IsNamedWhenItCannotBeStarted) {
    const auto sentence = refused(Kind::not_found, [&] { return run({home.path().string(), false, std::nullopt, {"no-such-command"}}, console); });
    EXPECT_EQ(sentence, "no-such-command was not started: No such file or directory");
}

}  // namespace
}  // namespace drs::cli
