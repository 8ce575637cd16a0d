// SPDX-License-Identifier: Apache-2.0
#include "trace/rotating_file.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>

#include "scratch_directory.hpp"

using namespace drs::trace;
using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;

struct ARotatingFile : testing::Test {
    ScratchDirectory scratch;
    void touch(const char* name, std::chrono::hours ago = 0h) const {
        std::ofstream(scratch.path / name) << "old\n";
        std::filesystem::last_write_time(scratch.path / name, std::filesystem::file_time_type::clock::now() - ago);
    }
    Rotation rotation(std::uint64_t file_bytes, unsigned files) const { return {.directory = scratch.path, .prefix = "drfMA", .file_bytes = file_bytes, .files = files}; }
};

TEST_F(ARotatingFile, OpensNothingBeforeTheFirstLine) {
    const RotatingFile file(rotation(100, 3));
    EXPECT_THAT(scratch.files(), ElementsAre());
}

TEST_F(ARotatingFile, BeginsTheNextWhenALineWouldNotFit) {
    RotatingFile file(rotation(10, 9));
    for (int i = 0; i < 3; ++i) EXPECT_EQ(file.append("12345\n"), 6u);
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000001.log", "drfMA00000002.log", "drfMA00000003.log"));
}

TEST_F(ARotatingFile, DividesManyLinesAmongFilesAtTheirEnds) {
    RotatingFile file(rotation(10, 9));
    EXPECT_EQ(file.append("1\n2\n3\n4\n5\n6\n7\n"), 14u);
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000001.log", "drfMA00000002.log"));
    EXPECT_EQ(std::filesystem::file_size(scratch.path / "drfMA00000001.log"), 10u);
    EXPECT_THAT(scratch.lines(), ElementsAre("1", "2", "3", "4", "5", "6", "7"));
}

TEST_F(ARotatingFile, TakesALineLongerThanAFileWhole) {
    RotatingFile file(rotation(4, 9));
    file.append("a\nlonger than four\nb\n");
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000001.log", "drfMA00000002.log", "drfMA00000003.log"));
    EXPECT_THAT(scratch.lines(), ElementsAre("a", "longer than four", "b"));
}

TEST_F(ARotatingFile, KeepsOnlyTheNewest) {
    RotatingFile file(rotation(1, 2));
    for (int i = 0; i < 12; ++i) file.append("x\n");
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000011.log", "drfMA00000012.log"));
}

TEST_F(ARotatingFile, CountsPlainAndCompressedOnesTogether) {
    for (const char* name : {"drfMA00000001.log.gz", "drfMA00000002.log", "drfMA00000002.log.gz", "drfMA00000003.log.gz"}) touch(name);
    RotatingFile(rotation(100, 3)).append("x\n");
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000002.log", "drfMA00000002.log.gz", "drfMA00000003.log.gz", "drfMA00000004.log"));
}

TEST_F(ARotatingFile, RemovesWhatIsTooOld) {
    touch("drfMA00000001.log.gz", 49h), touch("drfMA00000002.log", 49h), touch("drfMA00000003.log", 47h);
    auto two_days = rotation(100, 9);
    two_days.keep_age = 48h;
    RotatingFile(two_days).append("x\n");
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000003.log", "drfMA00000004.log"));
}

TEST_F(ARotatingFile, BeginsTheNextWhenItIsTooOld) {
    auto short_lived = rotation(100, 9);
    short_lived.file_age = 1s;
    RotatingFile file(short_lived);
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (scratch.files().size() < 2 && std::chrono::steady_clock::now() < deadline) file.append("x\n");
    EXPECT_THAT(scratch.files(), Contains("drfMA00000002.log"));
}

TEST_F(ARotatingFile, ContinuesAfterTheHighestNumber) {
    touch("drfMA00000007.log"), touch("drfMA00000009.log.gz");
    RotatingFile(rotation(100, 9)).append("new\n");
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000007.log", "drfMA00000009.log.gz", "drfMA00000010.log"));
}

TEST_F(ARotatingFile, LeavesFilesOfOtherNamesAlone) {
    for (const char* name : {"drfLA00000009.log", "drfMA0000000x.log", "drfMA9.log", "drfMA00000003.log.zst"}) touch(name);
    RotatingFile file(rotation(1, 1));
    file.append("x\n");
    EXPECT_THAT(scratch.files(), ElementsAre("drfLA00000009.log", "drfMA00000001.log", "drfMA00000003.log.zst",
                                             "drfMA0000000x.log", "drfMA9.log"));
}

TEST_F(ARotatingFile, SharesADirectoryWithAnotherOfItsPrefix) {
    RotatingFile first(rotation(100, 9)), second(rotation(100, 9));
    first.append("first\n");
    second.append("second\n");
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000001.log", "drfMA00000002.log"));
}

TEST_F(ARotatingFile, SaysWhyALineIsNotWritten) {
    RotatingFile file({.directory = scratch.path / "missing", .prefix = "drfMA"});
    std::filesystem::remove(scratch.path / "missing");
    EXPECT_EQ(file.append("x\n"), 0u);
    EXPECT_EQ(file.reason(), ENOENT);
}

TEST_F(ARotatingFile, DoesNotGoOnInAFileThatWasMovedAway) {
    RotatingFile file({.directory = scratch.path / "trace", .prefix = "drfMA"});
    file.append("x\n");
    std::filesystem::rename(scratch.path / "trace", scratch.path / "elsewhere");
    std::ofstream(scratch.path / "trace") << "no directory\n";
    EXPECT_EQ(file.append("y\n"), 0u);
    EXPECT_EQ(file.reason(), ENOTDIR);
}

TEST_F(ARotatingFile, TakesTheWholeLinesThatAFullDiskTakes) {
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit full{8, before.rlim_max};  // what a full disk looks like to write(2)
    ::setrlimit(RLIMIT_FSIZE, &full);
    RotatingFile file(rotation(100, 9));
    const auto taken = file.append("123\n4567\n89\n");
    ::setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_EQ(taken, 4u);
    EXPECT_THAT(scratch.lines(), ElementsAre("123"));
}
