// SPDX-License-Identifier: Apache-2.0
#include "cli/log_tree.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/log_lines.hpp"
#include "control/refusal.hpp"

using namespace drs::cli;
using drs::control::Kind;
using drs::control::Refusal;
using testing::ElementsAre;

namespace {

namespace fs = std::filesystem;

/// Each test with openat2 and with the walk by steps.
struct ALogTree : testing::TestWithParam<LogTree::Resolution> {
    fs::path active = [] {
        char pattern[] = "/tmp/drs-logs-XXXXXX";
        return fs::path(::mkdtemp(pattern));
    }();
    fs::path trace = active / "platform/drf/trace";
    LogTree tree{active, GetParam()};

    ALogTree() {
        fs::create_directories(trace);
        std::ofstream(trace / "drfMA00000002.log") << "second\n";
        std::ofstream(trace / "drfMA00000001.log") << "first\n";
        std::ofstream(active / "secret") << "secret\n";
    }
    ~ALogTree() override { fs::remove_all(active); }

    std::string read(const std::string& name) {
        LogLines lines(tree.open_file(parse_log_path(name)));
        return std::string(lines.next().value_or(""));
    }
    Kind refused(const std::string& name) {
        try {
            tree.open_file(parse_log_path(name));
        } catch (const Refusal& refusal) {
            return refusal.kind();
        }
        ADD_FAILURE() << name << " was opened";
        return Kind::internal;
    }
    std::vector<std::string> names(const std::string& place) {
        std::vector<std::string> found;
        for (const auto& entry : tree.list(parse_log_path(place)).entries) found.push_back(entry.name);
        return found;
    }
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Resolved, ALogTree, testing::Values(LogTree::Resolution::by_kernel, LogTree::Resolution::by_step),
                         [](const auto& chosen) { return chosen.param == LogTree::Resolution::by_kernel ? "ByTheKernel" : "ByStep"; });

TEST_P(ALogTree, OpensItsFiles) {
    EXPECT_EQ(read("platform/drf/trace/drfMA00000001.log"), "first");
    EXPECT_EQ(read("platform//drf/./trace/drfMA00000002.log"), "second");
    EXPECT_EQ(refused("platform/drf/trace/absent.log"), Kind::not_found);
}

TEST_P(ALogTree, ListsByName) {
    EXPECT_THAT(names("platform/drf"), ElementsAre("trace"));
    EXPECT_THAT(names("platform/drf/trace"), ElementsAre("drfMA00000001.log", "drfMA00000002.log"));
    EXPECT_THAT(names("platform/drf/trace/*2.log"), ElementsAre("drfMA00000002.log"));
    EXPECT_THAT(names("platform/drf/trace/drfMA00000001.log"), ElementsAre("drfMA00000001.log"));
    EXPECT_THROW(names("platform/drf/trace/*.txt"), Refusal);
}

TEST_P(ALogTree, FollowsNoSymbolicLink) {
    fs::create_symlink("../../../secret", trace / "file");
    fs::create_symlink("drfMA00000001.log", trace / "inside");
    fs::create_directory_symlink(active, trace / "directory");
    EXPECT_EQ(refused("platform/drf/trace/file"), Kind::bad_value);
    EXPECT_EQ(refused("platform/drf/trace/inside"), Kind::bad_value);
    EXPECT_EQ(refused("platform/drf/trace/directory/secret"), Kind::bad_value);
    EXPECT_THROW(names("platform/drf/trace/directory"), Refusal);
    EXPECT_THAT(names("platform/drf/trace/*"), ElementsAre("drfMA00000001.log", "drfMA00000002.log"));
}

TEST_P(ALogTree, OpensRegularFilesOfOneNameOnly) {
    ::mkfifo((trace / "fifo").c_str(), 0600);
    fs::create_hard_link(active / "secret", trace / "hard");
    EXPECT_EQ(refused("platform/drf/trace/fifo"), Kind::bad_value);
    EXPECT_EQ(refused("platform/drf/trace/hard"), Kind::bad_value);
    EXPECT_EQ(refused("platform/drf/trace"), Kind::bad_value);
    EXPECT_EQ(refused("platform/drf/trace/drfMA00000001.log/x"), Kind::bad_value);
    EXPECT_EQ(refused("platform/drf/trace/" + std::string(300, 'n')), Kind::bad_value);
}

TEST_P(ALogTree, MustItselfBeNoLink) {
    fs::rename(active / "platform/drf", active / "elsewhere");
    fs::create_directory_symlink("../elsewhere", active / "platform/drf");
    EXPECT_EQ(refused("platform/drf/trace/drfMA00000001.log"), Kind::bad_value);
}

TEST(ALogPath, IsBelowTheTopAndNeverGoesUp) {
    for (const std::string name : {"", "/etc/passwd", "..", "platform", "platform/drf/../x", "platform/drf/..", "cm/trace", "platform/drfx/a", "activelog",
                                   "/platform/drf/trace"})
        EXPECT_THROW(parse_log_path(name), Refusal) << name;
    EXPECT_THROW(parse_log_path(std::string_view("platform/drf/a\0b", 16)), Refusal);
    EXPECT_THAT(parse_log_path("./platform/drf//trace/").steps, ElementsAre("trace"));
    EXPECT_TRUE(parse_log_path("platform/drf/trace/drf*").is_pattern());
}
