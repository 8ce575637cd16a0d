// SPDX-License-Identifier: Apache-2.0
#include "cli/shell.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/line_history.hpp"
#include "cli/own_process.hpp"
#include "made_up.hpp"

using namespace drs::cli;
using namespace drs::cli::test;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

struct MadeUpLines : LineSource {
    std::deque<ShellLine> lines;
    ShellLine next() override {
        if (lines.empty()) return EndOfLines{};
        auto line = lines.front();
        lines.pop_front();
        return line;
    }
};

struct AShell : testing::Test {
    MadeUpLines lines;
    FakeConsole console;
    std::vector<std::vector<std::string>> ran;
    std::vector<int> codes;

    int run(std::deque<ShellLine> given) {
        lines.lines = std::move(given);
        auto command = [this](const std::vector<std::string>& words) {
            ran.push_back(words);
            return ran.size() <= codes.size() ? codes[ran.size() - 1] : 0;
        };
        auto what_next = [](const std::vector<std::string>& before, const std::string& begun) {
            return std::vector<NextWord>{{NextWord::Kind::word, before.back() + "/" + begun, "helps"}};
        };
        return run_shell({lines, console, command, what_next});
    }
};

}  // namespace

TEST_F(AShell, RunsLineAfterLineUntilItIsLeft) {
    EXPECT_EQ(run({"status 'a b'", "", "  ", "# a remark", "help", "exit", "never"}), 0);
    EXPECT_THAT(ran, ElementsAre(ElementsAre("status", "a b"), ElementsAre("help")));
    EXPECT_EQ(run({"quit", "never"}), 0);
}

TEST_F(AShell, EndsWithTheCodeOfTheLastLineThatFailed) {
    codes = {0, 4, 7, 0};
    EXPECT_EQ(run({"a", "b", "c", "d"}), 7);
    EXPECT_EQ(ran.size(), 4u);
}

TEST_F(AShell, GoesOnBehindALineThatCannotBeRead) {
    EXPECT_EQ(run({"a 'b", std::string("a\0b", 3), OverlongLine{}, "exit now", "c"}), 2);
    EXPECT_THAT(ran, ElementsAre(ElementsAre("c")));
    EXPECT_EQ(std::count(console.complaints.begin(), console.complaints.end(), '\n'), 4);
}

TEST_F(AShell, ForgetsADroppedLine) {
    EXPECT_EQ(run({DroppedLine{}, "a"}), 0);
    EXPECT_EQ(ran.size(), 1u);
}

TEST_F(AShell, AnswersAQuestionMark) {
    EXPECT_EQ(run({"device li?"}), 0);
    EXPECT_EQ(console.shown, "  device/li  helps\n");
    EXPECT_TRUE(ran.empty());
}

TEST(AProcessOfItsOwn, GivesBackHowItEnded) {
    EXPECT_EQ(in_own_process([] { return 9; }), 9);
    EXPECT_EQ(in_own_process([] { return ::raise(SIGINT); }), 128 + SIGINT);
}

namespace {

struct AHistory : testing::Test {
    std::filesystem::path file = [] {
        char pattern[] = "/tmp/drs-history-XXXXXX";
        ::close(::mkstemp(pattern));
        return std::filesystem::path(pattern);
    }();
    ~AHistory() override { std::filesystem::remove(file); }
};

}  // namespace

TEST_F(AHistory, KeepsLinesInAFileOfTheOperatorsOnly) {
    ::chmod(file.c_str(), 0644);
    LineHistory(file).add("status backup");
    LineHistory(file).add("device list");
    EXPECT_THAT(LineHistory(file).earlier(), ElementsAre("status backup", "device list"));
    struct stat state{};
    ::stat(file.c_str(), &state);
    EXPECT_EQ(state.st_mode & 0777, 0600u);
}

TEST_F(AHistory, IsNotKeptWithoutAFile) {
    std::filesystem::remove(file);
    LineHistory history(file);
    history.add("status backup");
    EXPECT_TRUE(history.earlier().empty());
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(AHistory, HasABound) {
    LineHistory history(file);
    for (int number = 0; number < 2000; ++number) history.add("line " + std::to_string(number));
    EXPECT_EQ(LineHistory(file).earlier().size(), most_history);
    EXPECT_EQ(LineHistory(file).earlier().back(), "line 1999");
    EXPECT_LT(std::filesystem::file_size(file), 6000u);
}

TEST_F(AHistory, IsNoLink) {
    const auto link = file.string() + ".link";
    std::filesystem::create_symlink(file, link);
    EXPECT_THROW(LineHistory{link}, drs::control::Refusal);
    std::filesystem::remove(link);
}
