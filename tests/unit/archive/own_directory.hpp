// SPDX-License-Identifier: Apache-2.0
// A directory of the test's own, and the programs that judge what was written there.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace drs::storage {

class OwnDirectory : public testing::Test {
protected:
    OwnDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "drs-archive-XXXXXX").string();
        directory_ = mkdtemp(name.data());
    }
    ~OwnDirectory() override { std::filesystem::remove_all(directory_); }

    std::string path(std::string_view name) const { return (directory_ / name).string(); }
    std::string file(std::string_view name, std::string_view contents) const {
        std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
        std::ofstream(path(name), std::ios::binary) << contents;
        return path(name);
    }
    static std::string contents(const std::string& path) {
        std::ostringstream text;
        text << std::ifstream(path, std::ios::binary).rdbuf();
        return text.str();
    }
    struct Outcome {
        int status;
        std::string output;  // both streams
    };
    /// In a shell, within the directory.
    Outcome run(const std::string& command) const {
        FILE* pipe = popen(("exec 2>&1; cd " + directory_.string() + " && " + command).c_str(), "r");
        std::string output;
        std::array<char, 4096> block;
        while (const std::size_t size = fread(block.data(), 1, block.size(), pipe)) output.append(block.data(), size);
        return {pclose(pipe), output};
    }
    const std::filesystem::path& directory() const { return directory_; }

private:
    std::filesystem::path directory_;
};

}  // namespace drs::storage
