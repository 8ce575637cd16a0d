// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "cli/commands.hpp"
#include "cli/log_lines.hpp"
#include "cli/log_pattern.hpp"
#include "made_up.hpp"
#include "trace/compression.hpp"

using namespace drs;
using namespace drs::cli;
using namespace drs::cli::test;
using testing::HasSubstr;

namespace {

namespace fs = std::filesystem;

struct AFileCommand : testing::Test {
    FakeSession fake;
    fs::path root = [] {
        char pattern[] = "/tmp/drs-file-XXXXXX";
        return fs::path(::mkdtemp(pattern));
    }();

    AFileCommand() {
        fake.session.paths = runtime::Paths(root);
        fs::create_directories(fake.session.paths.trace());
        write("a.log", "one\ntwo\x1b[2J\nthree\n");
        write("b.log", "Two more\nend without end");
    }
    ~AFileCommand() override { fs::remove_all(root); }
    void write(const std::string& name, const std::string& text) { std::ofstream(fake.session.paths.trace() / name) << text; }
    void append(const std::string& name, const std::string& text) { std::ofstream(fake.session.paths.trace() / name, std::ios::app) << text; }
    std::string shown(int (*command)(const Call&, Session&), std::vector<std::string> arguments, Options options = {}) {
        fake.console.shown.clear();
        arguments[0] = "platform/drf/trace" + arguments[0];
        EXPECT_EQ(command({std::move(arguments), std::move(options)}, fake.session), 0);
        return fake.console.shown;
    }
};

struct EndOfTest {};

}  // namespace

TEST_F(AFileCommand, ListsNames) {
    EXPECT_EQ(shown(list_logs, {""}), "a.log\nb.log\n");
    EXPECT_EQ(shown(list_logs, {""}, {.reverse = true}), "b.log\na.log\n");
    EXPECT_THAT(shown(list_logs, {"/a*"}, {.detail = true}), testing::StartsWith("Name Size Modified\na.log 18B "));
}

TEST_F(AFileCommand, ReadsACompressedFileLikeAnyOther) {
    write("drfMA00000001.log", "first\nsecond\nthird\n"), write("drfMA00000009.log", "");
    trace::Compression compression(fake.session.paths.trace(), "drfMA");
    while (compression.step(2)) {}
    EXPECT_EQ(shown(view_log, {"/drfMA00000001.log.gz"}), "first\nsecond\nthird\n");
    EXPECT_EQ(shown(tail_log, {"/drfMA00000001.log.gz"}, {.recent = 1}), "third\n");
    EXPECT_EQ(shown(search_logs, {"/drfMA*", "d$"}), "drfMA00000001.log.gz:2:second\ndrfMA00000001.log.gz:3:third\n");
}

TEST_F(AFileCommand, SaysThatACompressedFileIsDamaged) {
    write("drfMA00000001.log.gz", "\x1f\x8b" "damage");
    try {
        shown(view_log, {"/drfMA00000001.log.gz"});
        ADD_FAILURE() << "a damaged file was shown";
    } catch (const control::Refusal& refusal) {
        EXPECT_THAT(refusal.what(), HasSubstr("drfMA00000001.log.gz` cannot be unpacked: its compressed data is"));
    }
}

TEST_F(AFileCommand, ShowsAFileAsItIsAndToAPersonAsIsSafe) {
    EXPECT_EQ(shown(view_log, {"/a.log"}), "one\ntwo\x1b[2J\nthree\n");
    fake.console.person = true;
    EXPECT_EQ(shown(view_log, {"/a.log"}), "one\ntwo\\x1b[2J\nthree\n");
    EXPECT_EQ(shown(view_log, {"/b.log"}), "Two more\nend without end\n");
}

TEST_F(AFileCommand, ShowsTheEndOfAFile) {
    EXPECT_EQ(shown(tail_log, {"/a.log"}, {.recent = 1}), "three\n");
    EXPECT_EQ(shown(tail_log, {"/b.log"}, {.recent = 1}), "end without end\n");
    EXPECT_EQ(shown(tail_log, {"/a.log"}, {.recent = 0}), "");
    EXPECT_EQ(shown(tail_log, {"/a.log"}, {.recent = 99}), "one\ntwo\x1b[2J\nthree\n");
    std::string many;
    for (int number = 0; number < 50'000; ++number) many += "line " + std::to_string(number) + "\n";
    write("many.log", many);
    EXPECT_EQ(shown(tail_log, {"/many.log"}, {.recent = 2}), "line 49998\nline 49999\n");
    EXPECT_EQ(shown(tail_log, {"/many.log"}, {.recent = 20'000}).size(), 20'000u * 11);
}

TEST_F(AFileCommand, FollowsWhatIsWrittenAndWaitsForWholeLines) {
    int looks = 0;
    fake.session.pause = [&] {
        if (++looks == 1) append("a.log", "fo");
        else if (looks == 2) append("a.log", "ur\nfive\n");
        else throw EndOfTest{};
    };
    EXPECT_THROW(shown(tail_log, {"/a.log"}, {.follow = true, .recent = 1}), EndOfTest);
    EXPECT_EQ(fake.console.shown, "three\nfour\nfive\n");
}

TEST_F(AFileCommand, SearchesOneFileOrMany) {
    EXPECT_EQ(shown(search_logs, {"/a.log", "t(wo|hree)$"}), "a.log:3:three\n");
    EXPECT_EQ(shown(search_logs, {"", "two"}, {.ignore_case = true}), "a.log:2:two\x1b[2J\nb.log:1:Two more\n");
    fake.session.json = true;
    EXPECT_EQ(shown(search_logs, {"/*.log", "^(one|end)"}), R"([{"file":"a.log","line":1,"text":"one"},{"file":"b.log","line":2,"text":"end without end"}])" "\n");
}

TEST_F(AFileCommand, ThatFindsNothingSaysSo) {
    EXPECT_THROW(search_logs({{"platform/drf/trace", "zebra"}, {}}, fake.session), control::Refusal);
    fake.session.json = true;
    EXPECT_EQ(search_logs({{"platform/drf/trace", "zebra"}, {}}, fake.session), static_cast<int>(control::Kind::not_found));
    EXPECT_EQ(fake.console.shown, "[]\n");
}

TEST_F(AFileCommand, ReadsALineOfAnyLengthInPieces) {
    write("long.log", std::string(3 * longest_log_line + 5, 'x') + "\nshort\n");
    const auto text = shown(view_log, {"/long.log"});
    EXPECT_EQ(text.size(), 3 * longest_log_line + 5 + 4 + 6);
    EXPECT_THAT(text, testing::EndsWith("\nxxxxx\nshort\n"));
}

TEST(ALogPattern, IsRefusedWhenItIsNoneOrTooMuch) {
    for (const std::string text : {"(", "[a", "a{1000}{1000}", "((a{100}){100}){100}"}) {
        EXPECT_THROW(LogPattern(text, false), control::Refusal) << text;
    }
    EXPECT_THROW(LogPattern(std::string(2000, 'a'), false), control::Refusal);
}
