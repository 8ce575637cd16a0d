// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstddef>
#include <thread>

#include "scratch_directory.hpp"
#include "trace/trace.hpp"

using namespace drs::trace;
using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Optional;
using testing::SizeIs;

namespace {

struct ATraceInTrouble : testing::Test {
    ScratchDirectory scratch;
    const std::filesystem::path directory = scratch.path / "trace";
    Trace::Options options() const { return {.directory = directory, .prefix = "drfMA"}; }
    /// Waits until the trace's trouble is there, or is gone.
    static bool comes_to(const Trace& trace, bool trouble) {
        const auto deadline = std::chrono::steady_clock::now() + 30s;
        while (trace.trouble().has_value() != trouble && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
        return trace.trouble().has_value() == trouble;
    }
    std::vector<std::string> lines() const {
        std::vector<std::string> all;
        for (const auto& file : std::filesystem::directory_iterator(directory)) {
            std::ifstream text(file.path());
            for (std::string line; std::getline(text, line);) all.push_back(line);
        }
        return all;
    }
};

/// From now on this thread dies of every system call except those that end it. Done in a child process.
void forbid_system_calls() {
    sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_exit_group, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)};
    const sock_fprog program{std::size(rules), rules};
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) ::_exit(77);
}

int status_of(const std::function<void()>& child) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        child();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return status;
}

}  // namespace

TEST_F(ATraceInTrouble, MakesNoSystemCallForALine) {
    const int status = status_of([this] {
        Trace trace(options());
        trace.info("A.b", "the first line asks for the thread's name");
        forbid_system_calls();
        for (int i = 0; i < 1000; ++i) trace.info("A.b", "line {} of {}", i, "many");
        ::_exit(0);
    });
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

TEST_F(ATraceInTrouble, KeepsLinesUntilItsDirectoryIsPutBack) {
    Trace trace(options());
    trace.info("A.b", "before");
    ASSERT_TRUE(trace.flush(20s));
    std::filesystem::remove_all(directory);
    for (int i = 0; i < 3; ++i) trace.info("A.b", "kept");
    ASSERT_TRUE(comes_to(trace, true));
    EXPECT_THAT(trace.trouble(), Optional(HasSubstr("trace cannot be written: No such file or directory")));
    std::filesystem::create_directory(directory);
    ASSERT_TRUE(trace.flush(20s));
    EXPECT_THAT(lines(), ElementsAre(EndsWith("kept"), EndsWith("kept"), EndsWith("kept")));
    EXPECT_EQ(trace.lost(), 0u);
}

TEST_F(ATraceInTrouble, NoticesAMissingDirectoryWithoutALineToWrite) {
    Trace trace(options());
    std::filesystem::remove_all(directory);
    ASSERT_TRUE(comes_to(trace, true));
    std::filesystem::create_directory(directory);
    EXPECT_TRUE(comes_to(trace, false));
}

TEST_F(ATraceInTrouble, TellsOfADirectoryItIsOnlyAskedToWatch) {
    auto watching = options();
    watching.also_watched = {scratch.path / "log"};
    Trace trace(watching);
    ASSERT_TRUE(comes_to(trace, true));
    EXPECT_THAT(trace.trouble(), Optional(HasSubstr("/log cannot be written")));
    std::filesystem::create_directory(scratch.path / "log");
    EXPECT_TRUE(comes_to(trace, false));
}

TEST_F(ATraceInTrouble, SaysHowManyLinesItHadNoRoomForAndKeepsTheErrors) {
    auto small = options();
    small.queue_bytes = 64u << 10, small.error_bytes = 16u << 10;
    Trace trace(small);
    std::filesystem::remove_all(directory);
    for (int i = 0; i < 20000; ++i) trace.info("A.b", "one of many lines");
    trace.error("A.b", "what went wrong");
    const auto lost = trace.lost();
    EXPECT_GT(lost, 10000u);
    std::filesystem::create_directory(directory);
    ASSERT_TRUE(trace.flush(20s));
    EXPECT_EQ(trace.lost(), lost);
    EXPECT_THAT(lines(), Contains(EndsWith("A.b: what went wrong")));
    std::uint64_t said = 0;  // the writer may have looked more than once meanwhile
    for (const auto& line : lines())
        if (const auto at = line.find("Trace.write: "); at != line.npos && line.find("lost about here") != line.npos) said += std::stoull(line.substr(at + 13));
    EXPECT_EQ(said, lost);
}

TEST_F(ATraceInTrouble, EndsInTimeAlthoughItsDirectoryIsGone) {
    auto trace = std::make_unique<Trace>(options());
    std::filesystem::remove_all(directory);
    trace->info("A.b", "never written");
    trace.reset();
    EXPECT_FALSE(std::filesystem::exists(directory));
}

struct ACrash : ATraceInTrouble, testing::WithParamInterface<int> {};

TEST_P(ACrash, HasItsLastLinesWritten) {
    const int status = status_of([this] {
        Trace trace(options());
        const WriteOnCrash last_words(trace);
        for (int i = 0; i < 1000; ++i) trace.info("A.b", "line {}", i);
        ::raise(GetParam());
    });
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == GetParam()) << status;
    ASSERT_THAT(lines(), SizeIs(1001));
    EXPECT_THAT(lines().back(), HasSubstr("Trace.write: the process dies of signal " + std::to_string(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(OfAnySignal, ACrash, testing::Values(SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL));

TEST_F(ATraceInTrouble, IsWrittenBeforeTheEndOfAnUncaughtException) {
    const int status = status_of([this] {
        ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
        Trace trace(options());
        const WriteOnCrash last_words(trace);
        trace.info("A.b", "the last line");
        std::thread([] { throw 1; }).join();
    });
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) << status;
    EXPECT_THAT(lines(), ElementsAre(EndsWith("the last line"), HasSubstr("dies of signal 6")));
}
