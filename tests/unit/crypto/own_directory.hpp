// SPDX-License-Identifier: Apache-2.0
// A directory of the test's own, and the programs that judge what was written there.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace drs::runtime {

class OwnDirectory : public testing::Test {
protected:
    OwnDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "drs-crypto-XXXXXX").string();
        directory_ = mkdtemp(name.data());
    }
    ~OwnDirectory() override { std::filesystem::remove_all(directory_); }

    std::string file(std::string_view name, std::string_view contents) const {
        const auto path = directory_ / name;
        std::ofstream(path, std::ios::binary) << contents;
        std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        return path.string();
    }
    struct Outcome {
        int status;
        std::string output;  // both streams
    };
    static Outcome run(const std::string& command) {
        FILE* pipe = popen((command + " 2>&1").c_str(), "r");
        std::string output;
        std::array<char, 4096> block;
        while (const std::size_t size = fread(block.data(), 1, block.size(), pipe)) output.append(block.data(), size);
        return {pclose(pipe), output};
    }

private:
    std::filesystem::path directory_;
};

}  // namespace drs::runtime
