// SPDX-License-Identifier: Apache-2.0
#include "local/component_log.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

namespace drs::local {
namespace {

class AComponentLogToForget : public testing::Test {
protected:
    AComponentLogToForget() {
        std::string pattern = std::filesystem::temp_directory_path() / "drs-log-XXXXXX";
        directory_ = mkdtemp(pattern.data());
        std::filesystem::create_directory(logs());
        for (const auto& file : {logs() / "a.log", directory_ / "outside.log", logs() / "a.txt"}) std::ofstream(file) << "text";
    }
    ~AComponentLogToForget() override { std::filesystem::remove_all(directory_); }
    std::filesystem::path logs() const { return directory_ / "log"; }
    bool remove(std::string_view name) const { return remove_component_log(logs(), component_log_prefix, name); }
    std::filesystem::path directory_;
};

TEST_F(AComponentLogToForget, IsRemoved) {
    EXPECT_TRUE(remove("platform/drf/log/a.log"));
    EXPECT_FALSE(std::filesystem::exists(logs() / "a.log"));
}

TEST_F(AComponentLogToForget, MayBeGoneAlready) { EXPECT_TRUE(remove("platform/drf/log/b.log")); }

TEST_F(AComponentLogToForget, IsNothingButALogInItsDirectory) {
    using namespace std::string_view_literals;
    for (const auto name : {"platform/drf/log/../outside.log"sv, "platform/drf/log/a.txt"sv, "platform/drf/log/"sv, "platform/drf/trace/a.log"sv, ""sv,
                            "/etc/passwd"sv, "platform/drf/log//a.log"sv, "platform/drf/log/a.log\0.log"sv})
        EXPECT_FALSE(remove(name)) << name;
    EXPECT_TRUE(std::filesystem::exists(directory_ / "outside.log"));
    EXPECT_TRUE(std::filesystem::exists(logs() / "a.log"));
    EXPECT_TRUE(std::filesystem::exists(logs() / "a.txt"));
}

}  // namespace
}  // namespace drs::local
