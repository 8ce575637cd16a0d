// SPDX-License-Identifier: Apache-2.0
#include "trace/trace.hpp"

#include <gmock/gmock.h>
#include <pthread.h>
#include <sys/resource.h>

#include <csignal>
#include <map>
#include <regex>
#include <thread>

#include "scratch_directory.hpp"

using namespace drs::trace;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

const std::regex line_form(R"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (ERROR|WARN|INFO|DEBUG) \[[^\]]+\] - [A-Za-z.]+: .*)");

struct ATrace : testing::Test {
    ScratchDirectory scratch;
    Trace::Options options() const { return {.directory = scratch.path, .prefix = "drfMA"}; }
};

/// Files of this process cannot grow beyond `bytes` while it lives: what a full disk looks like to write(2).
struct FileSizeLimit {
    explicit FileSizeLimit(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit limit{bytes, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before); }
    rlimit before{};
};

}  // namespace

TEST_F(ATrace, WritesTheDocumentedLineForm) {
    Trace trace(options());
    trace.info("Scheduler.run", "job {}: {{STATE_IDLE}}", 12);
    ASSERT_THAT(scratch.lines(), SizeIs(1));
    EXPECT_TRUE(std::regex_match(scratch.lines()[0], line_form)) << scratch.lines()[0];
    EXPECT_THAT(scratch.lines()[0], EndsWith(" - Scheduler.run: job 12: {STATE_IDLE}"));
}

TEST_F(ATrace, NamesTheThread) {
    Trace trace(options());
    std::thread([&] {
        ::pthread_setname_np(::pthread_self(), "syslog");
        trace.warn("A.b", "text");
    }).join();
    EXPECT_THAT(scratch.lines(), ElementsAre(HasSubstr(" WARN [syslog] - A.b: text")));
}

TEST_F(ATrace, LeavesOutWhatIsBelowItsLevel) {
    Trace trace(options());
    trace.debug("A.b", "not this");
    trace.write(Level::debug, "A.b", "nor this");
    trace.error("A.b", "this");
    EXPECT_THAT(scratch.lines(), ElementsAre(HasSubstr("ERROR")));
}

TEST_F(ATrace, KeepsOneCallOnOneLine) {
    Trace trace(options());
    trace.info("A.b", "{}", std::string_view("a\nb\0c\x7f\x1b[2J\xc2\x85 \xc3\xa4", 15));
    EXPECT_THAT(scratch.lines(), ElementsAre(EndsWith(": a\\x0ab\\x00c\\x7f\\x1b[2J\\xc2\\x85 \xc3\xa4")));
}

TEST_F(ATrace, BeginsANewFileAtEachStart) {
    for (int start = 0; start < 2; ++start) Trace(options()).info("A.b", "started");
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000001.log", "drfMA00000002.log"));
}

TEST_F(ATrace, KeepsEveryLineWholeWithManyWriters) {
    auto small = options();
    small.file_bytes = 4096;
    small.files = 1000;
    Trace trace(small);
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 4; ++writer)
        writers.emplace_back([&, writer] {
            for (int i = 0; i < 500; ++i) trace.info("A.b", "writer {} line {} end", writer, i);
        });
    for (auto& writer : writers) writer.join();

    std::map<std::string, int> seen;
    for (const auto& line : scratch.lines()) {
        EXPECT_TRUE(std::regex_match(line, line_form)) << line;
        ++seen[line.substr(line.find(" - A.b: "))];
    }
    EXPECT_THAT(seen, SizeIs(2000));
}

TEST_F(ATrace, SaysHowManyLinesItLostWhenItsDirectoryIsPutBack) {
    Trace trace(options());
    trace.info("A.b", "before");
    std::filesystem::remove_all(scratch.path);
    for (int i = 0; i < 3; ++i) trace.info("A.b", "lost");
    EXPECT_EQ(trace.lost(), 3u);
    std::filesystem::create_directory(scratch.path);
    trace.info("A.b", "after");

    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000002.log"));
    EXPECT_THAT(scratch.lines(), ElementsAre(HasSubstr("] - Trace.write: 3 lines were lost before this one"), EndsWith("after")));
}

TEST_F(ATrace, LeavesNoHalfLineOnAFullDisk) {
    ::signal(SIGXFSZ, SIG_IGN);
    Trace trace(options());
    {
        const FileSizeLimit full(100);
        trace.info("A.b", "first");
        trace.info("A.b", "{}", std::string(200, 'x'));
    }
    EXPECT_EQ(trace.lost(), 1u);
    trace.info("A.b", "last");
    EXPECT_THAT(scratch.lines(), ElementsAre(EndsWith("first"), HasSubstr("1 line was lost"), EndsWith("last")));
}

TEST(ATraceOfNothing, IsNeverEnabled) {
    Trace trace;
    trace.error("A.b", "nowhere");
    EXPECT_FALSE(trace.enabled(Level::error));
    EXPECT_EQ(trace.lost(), 0u);
}

TEST(ALevel, IsReadInAnyCase) {
    EXPECT_EQ(level_named("Debug"), Level::debug);
    EXPECT_EQ(level_named("WARN"), Level::warn);
    for (const char* word : {"", "warning", "ERRORS", "[NFO"}) EXPECT_THROW(level_named(word), std::invalid_argument) << word;
}
