// SPDX-License-Identifier: Apache-2.0
#include "trace/level.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace drs::trace {
namespace {

constexpr std::array<std::string_view, 4> words{"ERROR", "WARN", "INFO", "DEBUG"};

}  // namespace

std::string_view word(Level level) { return words[static_cast<std::size_t>(level)]; }

Level level_named(std::string_view word) {
    const auto same = [](char given, char capital) { return (given >= 'a' && given <= 'z' ? given - 'a' + 'A' : given) == capital; };
    for (std::size_t i = 0; i < words.size(); ++i)
        if (word.size() == words[i].size() && std::equal(word.begin(), word.end(), words[i].begin(), same)) return static_cast<Level>(i);
    throw std::invalid_argument(fmt::format("`{}` is no trace level; choose ERROR, WARN, INFO or DEBUG", word));
}

}  // namespace drs::trace
