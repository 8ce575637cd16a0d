// SPDX-License-Identifier: Apache-2.0
#include "trace/compression.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <unistd.h>

#include <thread>

#include "scratch_directory.hpp"
#include "trace/trace.hpp"

using namespace drs::trace;
using namespace std::chrono_literals;
using testing::ElementsAre;

namespace {

struct ACompression : testing::Test {
    ScratchDirectory scratch;
    std::string text;
    void SetUp() override {
        for (int i = 0; i < 40000; ++i) text += "line " + std::to_string(i * 7919) + "\n";
    }
    void write(const char* name, const std::string& content) const { std::ofstream(scratch.path / name) << content; }
    void finish(Compression& compression, std::uint64_t before) const {
        while (compression.step(before)) {}
    }
    std::string unpacked(const char* name) const {
        const int file = ::open((scratch.path / name).c_str(), O_RDONLY);
        std::string all;
        const auto close = [&] { ::close(file); };
        try {
            EXPECT_TRUE(is_compressed(file));
            decompress(file, [&](std::string_view piece) { all += piece; });
        } catch (...) {
            close();
            throw;
        }
        close();
        return all;
    }
};

}  // namespace

TEST_F(ACompression, LeavesTheNewerFilesPlain) {
    for (const char* name : {"drfMA00000001.log", "drfMA00000002.log", "drfMA00000003.log", "drfLA00000001.log"}) write(name, text);
    Compression compression(scratch.path, "drfMA");
    finish(compression, 3);
    EXPECT_THAT(scratch.files(), ElementsAre("drfLA00000001.log", "drfMA00000001.log.gz", "drfMA00000002.log.gz", "drfMA00000003.log"));
    EXPECT_EQ(unpacked("drfMA00000001.log.gz"), text);
}

TEST_F(ACompression, KeepsTheTimeOfTheLastLine) {
    write("drfMA00000001.log", text);
    const auto written = std::filesystem::last_write_time(scratch.path / "drfMA00000001.log") - 48h;
    std::filesystem::last_write_time(scratch.path / "drfMA00000001.log", written);
    Compression compression(scratch.path, "drfMA");
    finish(compression, 2);
    EXPECT_EQ(std::filesystem::last_write_time(scratch.path / "drfMA00000001.log.gz"), written);
}

TEST_F(ACompression, HasAWholeFormAtEveryStep) {
    write("drfMA00000001.log", text);
    Compression compression(scratch.path, "drfMA");
    do {
        const bool plain = std::filesystem::exists(scratch.path / "drfMA00000001.log");
        const bool compressed = std::filesystem::exists(scratch.path / "drfMA00000001.log.gz");
        ASSERT_NE(plain, compressed);
        if (compressed) { EXPECT_EQ(unpacked("drfMA00000001.log.gz"), text); }
    } while (compression.step(2));
}

TEST_F(ACompression, TidiesUpAfterAKilledOne) {
    write(".drfMA00000001.log.gz.part", "half");
    write("drfMA00000001.log", text), write("drfMA00000002.log", text);
    Compression compression(scratch.path, "drfMA");
    finish(compression, 2);
    write("drfMA00000001.log", text);  // killed before this one was removed
    compression.look_again();
    finish(compression, 2);
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000001.log.gz", "drfMA00000002.log"));
}

TEST_F(ACompression, SaysThatAFileIsDamagedOrCutOff) {
    write("drfMA00000001.log", text);
    Compression compression(scratch.path, "drfMA");
    finish(compression, 2);
    std::filesystem::resize_file(scratch.path / "drfMA00000001.log.gz", 5000);
    EXPECT_THROW(unpacked("drfMA00000001.log.gz"), std::runtime_error);
    std::fstream(scratch.path / "drfMA00000001.log.gz").seekp(2000) << "damage";
    EXPECT_THROW(unpacked("drfMA00000001.log.gz"), std::runtime_error);
}

TEST_F(ACompression, IsDoneByTheTraceOfAllButItsNewestTwoFiles) {
    Trace trace({.directory = scratch.path, .prefix = "drfMA", .file_bytes = 4096});
    for (int i = 0; i < 300; ++i) trace.info("A.b", "a line that fills the files {}", i);
    ASSERT_TRUE(trace.flush(20s));
    const auto plain = [&] {
        const auto names = scratch.files();
        return std::count_if(names.begin(), names.end(), [](const std::string& name) { return name.ends_with(".log"); });
    };
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (plain() > 2 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    EXPECT_EQ(plain(), 2);
}
