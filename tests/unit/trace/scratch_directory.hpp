// SPDX-License-Identifier: Apache-2.0
// A directory of a test's own, gone with it, and the lines of the trace files in it.
#pragma once

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

struct ScratchDirectory {
    std::filesystem::path path;

    ScratchDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "drs-trace-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch directory");
        path = name;
    }
    ~ScratchDirectory() { std::filesystem::remove_all(path); }
    ScratchDirectory(const ScratchDirectory&) = delete;
    ScratchDirectory& operator=(const ScratchDirectory&) = delete;

    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(path)) names.push_back(entry.path().filename());
        std::sort(names.begin(), names.end());
        return names;
    }
    std::vector<std::string> lines() const {
        std::vector<std::string> all;
        for (const auto& name : files()) {
            std::ifstream file(path / name);
            for (std::string line; std::getline(file, line);) all.push_back(line);
        }
        return all;
    }
};
