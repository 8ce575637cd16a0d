// SPDX-License-Identifier: Apache-2.0
#include "runtime/child_program.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <future>

#include "tests/support/cpp/sshd.hpp"

namespace drs::runtime {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

class AProgram : public testing::Test {
protected:
    AProgram() { std::signal(SIGPIPE, SIG_IGN); }  // as in the daemon
    const std::vector<std::string> environment{"PATH=/usr/bin:/bin", "DRS_NODE=node1"};
    std::string said;
    ChildProgram::OnOutput keep = [this](std::span<const std::byte> bytes) { said.append(reinterpret_cast<const char*>(bytes.data()), bytes.size()); };

    std::unique_ptr<ChildProgram> shell(const std::string& line, ChildProgram::Limits limits = {seconds(60), seconds(0)}) {
        return std::make_unique<ChildProgram>(std::vector<std::string>{"/bin/sh", "-c", line}, environment, limits, keep);
    }
    /// The sentence of its end; empty when it ended well.
    static std::string ending(ChildProgram& program) {
        try {
            program.finish();
        } catch (const ProgramError& error) {
            return error.what();
        }
        return {};
    }
};

TEST_F(AProgram, GivesItsOutput) {
    const auto program = shell("echo hello; echo there");
    EXPECT_EQ(ending(*program), "");
    EXPECT_EQ(said, "hello\nthere\n");
    EXPECT_EQ(program->exit_code(), 0);
}

TEST_F(AProgram, EndsWithItsCodeAndTheLastLineOfItsComplaints) {
    const auto program = shell("echo first >&2; echo 'no such table: calls' >&2; exit 7");
    EXPECT_EQ(ending(*program), "/bin/sh exited with code 7: no such table: calls");
    EXPECT_EQ(program->exit_code(), 7);
    EXPECT_EQ(program->complaints(), "first\nno such table: calls\n");
}

TEST_F(AProgram, EndsWithItsCodeAloneWhenItDoesNotComplain) { EXPECT_EQ(ending(*shell("exit 1")), "/bin/sh exited with code 1"); }

TEST_F(AProgram, IsNamedByTheSignalThatEndedIt) { EXPECT_EQ(ending(*shell("kill -TERM $$")), "/bin/sh was ended by signal 15"); }

TEST_F(AProgram, IsNamedWhenItCannotBeStarted) {
    try {
        const ChildProgram program({"/nonexistent/dump"}, environment, {}, keep);
        FAIL() << "no error";
    } catch (const ProgramError& error) {
        EXPECT_STREQ(error.what(), "cannot start /nonexistent/dump: No such file or directory");
    }
}

TEST_F(AProgram, IsKilledWhenItIsSilent) {
    EXPECT_EQ(ending(*shell("exec sleep 600", {seconds(1), seconds(0)})), "/bin/sh neither read nor wrote for 1 s and was killed");
}

TEST_F(AProgram, IsKilledWhenItRunsTooLongAlthoughItTalks) {
    EXPECT_EQ(ending(*shell("yes", {seconds(60), seconds(1)})), "/bin/sh ran longer than its 1 s and was killed");
}

TEST_F(AProgram, IsAskedToEndBeforeItIsKilled) {
    const auto program = shell("trap 'echo tidied; exit 0' TERM; echo ready; while :; do sleep 0.01; done", {seconds(60), seconds(1), seconds(60)});
    EXPECT_EQ(ending(*program), "/bin/sh ran longer than its 1 s and was killed");
    EXPECT_EQ(said, "ready\ntidied\n");
}

TEST_F(AProgram, IsKilledWhenItDoesNotEndWithinItsGrace) {
    EXPECT_EQ(ending(*shell("trap '' TERM; yes", {seconds(60), seconds(1), seconds(1)})), "/bin/sh ran longer than its 1 s and was killed");
}

TEST_F(AProgram, MayHaveNothingToRead) {
    ChildProgram program({"/bin/sh", "-c", "readlink /proc/self/fd/0"}, environment, {seconds(60), seconds(0)}, keep, ChildProgram::Input::nothing);
    EXPECT_EQ(ending(program), "");
    EXPECT_EQ(said, "/dev/null\n");
}

TEST_F(AProgram, IsNotBlamedForTheSilenceOfTheOneThatFeedsIt) {
    const auto program = shell("cat", {seconds(1), seconds(0)});
    (void)output_of({"/bin/sleep", "1.2"}, environment, seconds(30));  // the Master is slow
    EXPECT_NO_THROW(program->feed(bytes_of("late")));
    EXPECT_EQ(ending(*program), "");
    EXPECT_EQ(said, "late");
}

TEST_F(AProgram, IsKilledFromAnotherThread) {
    const auto program = shell("echo here; exec sleep 600");
    auto killer = std::async(std::launch::async, [&] { program->kill(); });
    EXPECT_EQ(ending(*program), "/bin/sh was killed because the operation was canceled");
}

TEST_F(AProgram, IsKilledWithAllItStarted) {
    test::TemporaryDirectory home;
    const auto fifo = (home.path() / "fifo").string();
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    {
        const auto program = shell("(exec 3>" + fifo + "; exec sleep 600) & echo started; wait");
        const int end = ::open(fifo.c_str(), O_RDONLY | O_CLOEXEC);  // returns when the grandchild has opened it
        program->kill();
        char byte = 0;
        EXPECT_EQ(::read(end, &byte, 1), 0);  // its end closes with the grandchild
        ::close(end);
    }
}

TEST_F(AProgram, IsKilledWhenNobodyWantsItAnyLonger) {
    const auto started = std::chrono::steady_clock::now();
    { const auto program = shell("exec sleep 600"); }
    EXPECT_LT(std::chrono::steady_clock::now() - started, seconds(300));
}

TEST_F(AProgram, EndsAlthoughAGrandchildKeepsItsOutputOpen) {
    const auto program = shell("sleep 30 & echo done");
    const auto started = std::chrono::steady_clock::now();
    EXPECT_EQ(ending(*program), "");
    EXPECT_EQ(said, "done\n");
    EXPECT_LT(std::chrono::steady_clock::now() - started, seconds(25));
}

TEST_F(AProgram, MayCloseItsInputEarly) {
    const auto program = shell("exec <&-; echo enough");
    const std::string much(8u << 20, 'x');
    EXPECT_NO_THROW(program->feed(bytes_of(much)));
    EXPECT_EQ(ending(*program), "");
    EXPECT_EQ(said, "enough\n");
}

TEST_F(AProgram, MayEndBeforeItHasReadEverything) {
    const auto program = shell("head -c 10; exit 4");
    const std::string much(8u << 20, 'x');
    EXPECT_NO_THROW(program->feed(bytes_of(much)));
    EXPECT_EQ(ending(*program), "/bin/sh exited with code 4");
}

TEST_F(AProgram, TakesAndGivesMoreThanAnyPipeHolds) {
    const auto program = shell("cat");
    std::string much(16u << 20, '\0');
    for (std::size_t i = 0; i < much.size(); ++i) much[i] = static_cast<char>(i * 2654435761U >> 24);
    program->feed(bytes_of(much));
    EXPECT_EQ(ending(*program), "");
    EXPECT_EQ(said, much);
}

TEST_F(AProgram, MayComplainMoreThanIsKept) {
    const auto program = shell("head -c 1000000 /dev/zero | tr '\\0' e >&2; echo done");
    EXPECT_EQ(ending(*program), "");
    EXPECT_EQ(said, "done\n");
    EXPECT_EQ(program->complaints().size(), 256U << 10);
}

TEST_F(AProgram, SeesNoDescriptorOfOurs) {
    const int leak = ::dup(1);  // without O_CLOEXEC
    EXPECT_EQ(ending(*shell("ls /proc/self/fd | grep -v 3 | tr '\\n' ' '")), "");  // 3 is the directory that ls reads
    EXPECT_EQ(said, "0 1 2 ");
    ::close(leak);
}

TEST_F(AProgram, SeesTheGivenEnvironmentAlone) {
    ::setenv("DRS_SECRET", "x", 1);
    EXPECT_EQ(ending(*shell("exec env")), "");
    EXPECT_THAT(said, HasSubstr("DRS_NODE=node1"));
    EXPECT_THAT(said, testing::Not(HasSubstr("DRS_SECRET")));
    ::unsetenv("DRS_SECRET");
}

TEST_F(AProgram, DoesNotIgnoreTheSignalsThatWeIgnore) {
    EXPECT_EQ(ending(*shell("yes | head -n 1")), "");
    EXPECT_EQ(said, "y\n");
}

TEST_F(AProgram, HandsOnWhatItsReaderThrew) {
    ChildProgram program({"/bin/sh", "-c", "yes"}, environment, {seconds(60), seconds(0)}, [](auto) { throw std::runtime_error("the pipe is broken"); });
    EXPECT_THROW(program.finish(), std::runtime_error);
}

TEST_F(AProgram, GivesItsOutputAsText) {
    EXPECT_EQ(output_of({"/bin/echo", "4711"}, environment, seconds(60)), "4711\n");
    EXPECT_EQ(output_of({"/usr/bin/head", "-c", "100000", "/dev/zero"}, environment, seconds(60)).size(), 64U << 10);
    EXPECT_THROW(output_of({"/bin/false"}, environment, seconds(60)), ProgramError);
}

TEST_F(AProgram, ThatAFileNamesAnswersInAPlainEnvironment) {
    ::setenv("DRS_SECRET", "x", 1);
    EXPECT_EQ(answer_of("/usr/bin/env", seconds(60)), "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nLC_ALL=C\n");
    ::unsetenv("DRS_SECRET");
}

}  // namespace
}  // namespace drs::runtime
