// SPDX-License-Identifier: Apache-2.0
#include "runtime/platform_lock.hpp"

#include <gmock/gmock.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "runtime/error.hpp"
#include "tests/support/cpp/sshd.hpp"

namespace drs::runtime {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;
using Mode = PlatformLock::Mode;

class APlatformLock : public testing::Test {
protected:
    test::TemporaryDirectory home;
    std::filesystem::path file = home.path() / "platform.lock";
    const model::TimePoint noon{milliseconds(1'795'000'000'000)};

    std::string text() const {
        std::ifstream in(file);
        std::string line;
        std::getline(in, line);
        return line;
    }
    void write(const std::string& line) const { std::ofstream(file) << line; }
};

TEST_F(APlatformLock, IsSharedByOperations) {
    const auto master = PlatformLock::take(file, Mode::shared);
    EXPECT_TRUE(master);
    EXPECT_TRUE(PlatformLock::take(file, Mode::shared));
    EXPECT_FALSE(administration_runs(file));
}

TEST_F(APlatformLock, KeepsAdministrationOutWhileAnOperationHasIt) {
    const auto operation = PlatformLock::take(file, Mode::shared);
    EXPECT_FALSE(PlatformLock::take(file, Mode::exclusive));
    EXPECT_FALSE(PlatformLock::wait(file, milliseconds(1)));
}

TEST_F(APlatformLock, KeepsOperationsOutWhileAdministrationHasIt) {
    const auto administration = PlatformLock::take(file, Mode::exclusive);
    EXPECT_FALSE(PlatformLock::take(file, Mode::shared));
    EXPECT_FALSE(PlatformLock::take(file, Mode::exclusive));
    EXPECT_TRUE(administration_runs(file));
}

TEST_F(APlatformLock, IsFreeWhenItsHolderGoes) {
    PlatformLock::take(file, Mode::exclusive).reset();
    EXPECT_FALSE(administration_runs(file));
    EXPECT_TRUE(PlatformLock::wait(file, std::nullopt));
}

TEST_F(APlatformLock, TellsWhoHasItAndSinceWhen) {
    auto lock = PlatformLock::take(file, Mode::shared);
    lock->tell("job 12, a backup", noon);
    EXPECT_THAT(platform_holder(file), StartsWith("job 12, a backup, since 2026-11-1"));
    lock->tell("job 3, a restore", noon);
    EXPECT_THAT(platform_holder(file), StartsWith("job 3, a restore, since 2026-11-1"));
}

TEST_F(APlatformLock, KeepsWhatTheOtherAgentHasSaidOfTheSameJob) {
    auto master = PlatformLock::take(file, Mode::shared), node = PlatformLock::take(file, Mode::shared);
    master->tell("job 12, a backup", noon);
    const auto said = text();
    node->tell("job 12, a backup", noon + std::chrono::hours(1));
    EXPECT_EQ(text(), said);
}

TEST_F(APlatformLock, IsFreeWhateverAStaleFileSays) {
    write("the command upgrade of process 1, since 2026-11-18 09:00:00\n");
    EXPECT_FALSE(administration_runs(file));
    EXPECT_TRUE(PlatformLock::take(file, Mode::exclusive));
}

TEST_F(APlatformLock, ShowsOneLineOfPrintableTextOfWhatLiesInTheFile) {
    write("\x1b[31mroot\x7f\xff\nsecond line");
    EXPECT_EQ(platform_holder(file), "?[31mroot??");
    write(std::string(5000, 'x'));
    EXPECT_LE(platform_holder(file).size(), 200u);
    write("");
    EXPECT_EQ(platform_holder(file), "a process that did not say its name");
}

TEST_F(APlatformLock, IsFreeWhenItsHolderIsKilled) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        const auto lock = PlatformLock::take(file, Mode::exclusive);
        (void)!::write(ends[1], "x", 1);
        pause();
    }
    char ready = 0;
    ASSERT_EQ(read(ends[0], &ready, 1), 1);
    EXPECT_TRUE(administration_runs(file));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    EXPECT_FALSE(administration_runs(file));
    close(ends[0]);
    close(ends[1]);
}

TEST_F(APlatformLock, IsFreedForThoseWhoInheritedItToo) {
    auto lock = PlatformLock::take(file, Mode::exclusive);
    const pid_t child = fork();  // has the same open file as we
    if (child == 0) {
        pause();
        _exit(0);
    }
    lock->release();
    EXPECT_FALSE(administration_runs(file));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
}

TEST_F(APlatformLock, IsTakenAnewWhenItsFileWasRemoved) {
    const auto lost = PlatformLock::take(file, Mode::exclusive);
    std::filesystem::remove(file);
    const auto lock = PlatformLock::take(file, Mode::exclusive);
    EXPECT_TRUE(lock);
    EXPECT_TRUE(administration_runs(file));
}

TEST_F(APlatformLock, ComesWhenItsHolderLetsGoOfItDuringTheWait) {
    int begun[2];
    ASSERT_EQ(pipe(begun), 0);
    auto lock = PlatformLock::take(file, Mode::exclusive);
    const pid_t child = fork();
    if (child == 0) {
        lock.reset();
        (void)!::write(begun[1], "x", 1);
        _exit(PlatformLock::wait(file, std::nullopt) ? 0 : 1);
    }
    char ready = 0;
    ASSERT_EQ(read(begun[0], &ready, 1), 1);
    lock->release();
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    close(begun[0]);
    close(begun[1]);
}

TEST_F(APlatformLock, BelongsToTheOwnerOfItsDirectory) {
    const bool root = geteuid() == 0;  // only root can give files away; anybody else has them from the start
    const uid_t owner = root ? 1234 : geteuid();
    const gid_t group = root ? 1235 : getegid();
    ASSERT_EQ(chown(home.path().c_str(), owner, group), 0);
    const auto lock = PlatformLock::take(file, Mode::shared);
    struct stat info {};
    ASSERT_EQ(stat(file.c_str(), &info), 0);
    EXPECT_EQ(info.st_uid, owner);
    EXPECT_EQ(info.st_gid, group);
    EXPECT_EQ(info.st_mode & 07777, 0600u);
}

TEST_F(APlatformLock, NamesAFileThatCannotBeUsed) {
    std::filesystem::create_symlink(home.path() / "elsewhere", file);
    try {
        (void)PlatformLock::take(file, Mode::shared);
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("cannot open the platform lock " + file.string()));
    }
}

}  // namespace
}  // namespace drs::runtime
