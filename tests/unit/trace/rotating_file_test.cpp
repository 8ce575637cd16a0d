// SPDX-License-Identifier: Apache-2.0
#include "trace/rotating_file.hpp"

#include <gmock/gmock.h>

#include <cerrno>

#include "scratch_directory.hpp"

using namespace drs::trace;
using testing::ElementsAre;

struct ARotatingFile : testing::Test {
    ScratchDirectory scratch;
    void touch(const char* name) const { std::ofstream(scratch.path / name) << "old\n"; }
};

TEST_F(ARotatingFile, OpensNothingBeforeTheFirstLine) {
    const RotatingFile file(scratch.path, "drfMA", 100, 3);
    EXPECT_THAT(scratch.files(), ElementsAre());
}

TEST_F(ARotatingFile, BeginsTheNextWhenALineWouldNotFit) {
    RotatingFile file(scratch.path, "drfMA", 10, 9);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(file.append("12345\n"), Written::yes);
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000001.log", "drfMA00000002.log", "drfMA00000003.log"));
}

TEST_F(ARotatingFile, TakesALineLongerThanAFileWhole) {
    RotatingFile file(scratch.path, "drfMA", 4, 9);
    file.append("a\n");
    file.append("longer than four\n");
    EXPECT_THAT(scratch.lines(), ElementsAre("a", "longer than four"));
}

TEST_F(ARotatingFile, KeepsOnlyTheNewest) {
    RotatingFile file(scratch.path, "drfMA", 1, 2);
    for (int i = 0; i < 12; ++i) file.append("x\n");
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000011.log", "drfMA00000012.log"));
}

TEST_F(ARotatingFile, ContinuesAfterTheHighestNumber) {
    touch("drfMA00000007.log");
    RotatingFile(scratch.path, "drfMA", 100, 9).append("new\n");
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000007.log", "drfMA00000008.log"));
}

TEST_F(ARotatingFile, LeavesFilesOfOtherNamesAlone) {
    for (const char* name : {"drfLA00000009.log", "drfMA0000000x.log", "drfMA9.log", "drfMA00000003.log.gz"}) touch(name);
    RotatingFile file(scratch.path, "drfMA", 1, 1);
    file.append("x\n");
    EXPECT_THAT(scratch.files(), ElementsAre("drfLA00000009.log", "drfMA00000001.log", "drfMA00000003.log.gz",
                                             "drfMA0000000x.log", "drfMA9.log"));
}

TEST_F(ARotatingFile, SharesADirectoryWithAnotherOfItsPrefix) {
    RotatingFile first(scratch.path, "drfConfLib", 100, 9);
    RotatingFile second(scratch.path, "drfConfLib", 100, 9);
    first.append("first\n");
    second.append("second\n");
    EXPECT_THAT(scratch.files(), ElementsAre("drfConfLib00000001.log", "drfConfLib00000002.log"));
}

TEST_F(ARotatingFile, SaysWhyALineIsNotWritten) {
    RotatingFile file(scratch.path / "missing", "drfMA", 100, 9);
    std::filesystem::remove(scratch.path / "missing");
    EXPECT_EQ(file.append("x\n"), Written::no);
    EXPECT_EQ(file.reason(), ENOENT);
}
