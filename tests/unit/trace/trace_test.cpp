// SPDX-License-Identifier: Apache-2.0
#include "trace/trace.hpp"

#include <gmock/gmock.h>
#include <pthread.h>

#include <map>
#include <regex>
#include <thread>

#include "scratch_directory.hpp"

using namespace drs::trace;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

const std::regex line_form(R"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (ERROR|WARN|INFO|DEBUG) \[[^\]]+\] - [A-Za-z.]+: .*)");

struct ATrace : testing::Test {
    ScratchDirectory scratch;
    Trace::Options options() const { return {.directory = scratch.path, .prefix = "drfMA"}; }
    std::vector<std::string> lines(const Trace& trace) const {
        EXPECT_TRUE(trace.flush(20s));
        return scratch.lines();
    }
};

}  // namespace

TEST_F(ATrace, WritesTheDocumentedLineForm) {
    Trace trace(options());
    trace.info("Scheduler.run", "next run {}: {{STATE_IDLE}}", 12);
    const auto written = lines(trace);
    ASSERT_THAT(written, SizeIs(1));
    EXPECT_TRUE(std::regex_match(written[0], line_form)) << written[0];
    EXPECT_THAT(written[0], EndsWith(" - Scheduler.run: next run 12: {STATE_IDLE}"));
}

TEST_F(ATrace, WritesTheJobOfAJobsLine) {
    Trace trace(options());
    const auto of_job = trace.of_job(12);
    of_job.warn("Operation.settle", "backup ends {}", "ERROR");
    EXPECT_THAT(lines(trace), ElementsAre(EndsWith(" - Operation.settle: job 12: backup ends ERROR")));
}

TEST_F(ATrace, NamesTheThread) {
    Trace trace(options());
    std::thread([&] {
        ::pthread_setname_np(::pthread_self(), "syslog");
        trace.warn("A.b", "text");
    }).join();
    EXPECT_THAT(lines(trace), ElementsAre(HasSubstr(" WARN [syslog] - A.b: text")));
}

TEST_F(ATrace, LeavesOutWhatIsBelowItsLevel) {
    Trace trace(options());
    trace.debug("A.b", "not this");
    trace.write(Level::debug, "A.b", "nor this");
    trace.error("A.b", "this");
    EXPECT_THAT(lines(trace), ElementsAre(HasSubstr("ERROR")));
}

TEST_F(ATrace, HasALevelForEachArea) {
    Trace trace(options());
    trace.set_level(Area::sftp, Level::debug);
    trace.set_level(Area::alarms, Level::error);
    trace.debug("SftpDevice.connect", "asked for");
    trace.debug("Scheduler.run", "not this");
    trace.info("Alarms.raise", "nor this");
    trace.info("Scheduler.run", "as before");
    EXPECT_THAT(lines(trace), ElementsAre(EndsWith("asked for"), EndsWith("as before")));
    EXPECT_EQ(trace.levels()[static_cast<std::size_t>(Area::sftp)], Level::debug);
}

TEST_F(ATrace, KeepsOneCallOnOneLine) {
    Trace trace(options());
    trace.info("A.b", "{}", std::string_view("a\nb\0c\x7f\x1b[2J\xc2\x85 \xc3\xa4", 15));
    EXPECT_THAT(lines(trace), ElementsAre(EndsWith(": a\\x0ab\\x00c\\x7f\\x1b[2J\\xc2\\x85 \xc3\xa4")));
}

TEST_F(ATrace, CutsATextThatIsTooLongAndSaysSo) {
    Trace trace(options());
    trace.info("A.b", "{}", std::string(1u << 20, 'x'));
    const auto written = lines(trace);
    ASSERT_THAT(written, SizeIs(1));
    EXPECT_THAT(written[0], EndsWith("x... (786432 bytes more)"));
}

TEST_F(ATrace, BeginsANewFileAtEachStart) {
    for (int start = 0; start < 2; ++start) Trace(options()).info("A.b", "started");
    EXPECT_THAT(scratch.files(), ElementsAre("drfMA00000001.log", "drfMA00000002.log"));
}

TEST_F(ATrace, KeepsEveryLineWholeAndInTheOrderOfItsThread) {
    auto small = options();
    small.file_bytes = 4096, small.files = 1000, small.compress = false;
    Trace trace(small);
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 4; ++writer)
        writers.emplace_back([&, writer] {
            for (int i = 0; i < 500; ++i) trace.info("A.b", "writer {} line {}", writer, i);
        });
    for (auto& writer : writers) writer.join();

    std::map<std::string, int> next;
    const std::regex said(R"(.* - A\.b: writer (\d) line (\d+))");
    for (const auto& line : lines(trace)) {
        std::smatch found;
        ASSERT_TRUE(std::regex_match(line, line_form) && std::regex_match(line, found, said)) << line;
        EXPECT_EQ(std::stoi(found[2]), next[found[1]]++);
    }
    EXPECT_THAT(next, ElementsAre(std::pair("0", 500), std::pair("1", 500), std::pair("2", 500), std::pair("3", 500)));
}

TEST_F(ATrace, WritesEverythingBeforeItEnds) {
    {
        Trace trace(options());
        for (int i = 0; i < 5000; ++i) trace.info("A.b", "line {}", i);
    }
    EXPECT_THAT(scratch.lines(), SizeIs(5000));
}

TEST(ATraceOfNothing, IsNeverEnabled) {
    Trace trace;
    trace.error("A.b", "nowhere");
    trace.set_level(Area::sftp, Level::debug);
    EXPECT_FALSE(trace.enabled(Level::error));
    EXPECT_EQ(trace.lost(), 0u);
    EXPECT_EQ(trace.trouble(), std::nullopt);
}

TEST(ALevel, IsReadInAnyCase) {
    EXPECT_EQ(level_named("Debug"), Level::debug);
    EXPECT_EQ(level_named("WARN"), Level::warn);
    for (const char* word : {"", "warning", "ERRORS", "[NFO"}) EXPECT_THROW(level_named(word), std::invalid_argument) << word;
}

TEST(AnArea, IsFoundByTheClassOfALine) {
    EXPECT_EQ(area_of("SftpDevice.connect"), Area::sftp);
    EXPECT_EQ(area_of("Scheduler.run"), Area::scheduler);
    EXPECT_EQ(area_of("Nobody.knows"), Area::trace);
    EXPECT_EQ(area_of(""), Area::trace);
}

TEST(AnArea, IsNamedByItsWord) {
    for (std::size_t i = 0; i < area_count; ++i) EXPECT_EQ(area_named(word(static_cast<Area>(i))), static_cast<Area>(i));
    EXPECT_EQ(area_named("Sftp"), std::nullopt);
}
