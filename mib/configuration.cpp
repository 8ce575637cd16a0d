// SPDX-License-Identifier: Apache-2.0
#include "mib/configuration.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <string>

namespace drs::mib {
namespace {

constexpr std::array<std::string_view, 10> reading{"rocommunity", "rwcommunity", "rocommunity6", "rwcommunity6", "rouser",
                                                   "rwuser",      "access",      "authaccess",   "authcommunity", "authuser"};
constexpr std::array<std::string_view, 4> receiving{"trapsink", "trap2sink", "informsink", "trapsess"};

std::string first_word(const std::string& line) {
    std::istringstream words(line);
    std::string word;
    words >> word;
    std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return word;
}

}  // namespace

Configured configured_by(std::string_view text) {
    Configured result{.present = true};
    std::istringstream lines{std::string(text)};
    unsigned number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const auto word = first_word(line);
        const bool elsewhere = word.starts_with("include");
        result.readers |= elsewhere || std::ranges::find(reading, word) != reading.end();
        if (word == "rwcommunity" || word == "rwcommunity6") result.writing_communities.push_back(number);
        result.receivers |= elsewhere || std::ranges::find(receiving, word) != receiving.end();
    }
    return result;
}

Configured read_configuration(const std::filesystem::path& directory) {
    std::ifstream file(directory / (std::string(application) + ".conf"));
    if (!file) return {};
    std::ostringstream text;
    text << file.rdbuf();
    return configured_by(text.str());
}

}  // namespace drs::mib
