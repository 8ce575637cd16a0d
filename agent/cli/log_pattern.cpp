// SPDX-License-Identifier: Apache-2.0
#include "cli/log_pattern.hpp"

#include <algorithm>

#include "cli/printable.hpp"
#include "control/refusal.hpp"

namespace drs::cli {
namespace {

constexpr std::size_t longest_pattern = 1024;
constexpr unsigned long most_repetitions = 1000;

[[noreturn]] void refuse(const std::string& text, const std::string& why) {
    throw control::Refusal(control::Kind::bad_value,
                           "`" + printable(text.substr(0, 80)) + "` is no regular expression for a search: " + why + "; put a `\\` before what is meant as it is");
}

/// The counts of all `{m,n}` multiplied: nested ones are compiled into that many copies of what they repeat.
unsigned long repetitions(const std::string& text) {
    unsigned long product = 1;
    for (auto open = text.find('{'); open != text.npos; open = text.find('{', open + 1)) {
        unsigned long most = 1, number = 0;
        for (auto at = open + 1; at < text.size() && text[at] != '}'; ++at) {
            const bool digit = text[at] >= '0' && text[at] <= '9';
            number = digit ? std::min(number * 10 + static_cast<unsigned long>(text[at] - '0'), most_repetitions + 1) : 0;
            most = std::max(most, number);
        }
        product = std::min(product * most, most_repetitions + 1);
    }
    return product;
}

}  // namespace

LogPattern::LogPattern(const std::string& text, bool ignore_case) {
    if (text.size() > longest_pattern) refuse(text, "it is longer than " + std::to_string(longest_pattern) + " bytes");
    if (text.find('\0') != text.npos) refuse(text, "it holds a NUL");
    if (repetitions(text) > most_repetitions) refuse(text, "it repeats something more than " + std::to_string(most_repetitions) + " times");
    const int error = ::regcomp(&compiled_, text.c_str(), REG_EXTENDED | REG_NOSUB | (ignore_case ? REG_ICASE : 0));
    if (error == 0) return;
    char words[128];
    ::regerror(error, &compiled_, words, sizeof words);
    refuse(text, words);
}

LogPattern::~LogPattern() { ::regfree(&compiled_); }

bool LogPattern::matches(std::string_view line) const {
    regmatch_t all{0, static_cast<regoff_t>(line.size())};
    return ::regexec(&compiled_, line.data(), 1, &all, REG_STARTEND) == 0;
}

}  // namespace drs::cli
