// SPDX-License-Identifier: Apache-2.0
#include "cli/without_secrets.hpp"

#include <regex>

namespace drs::cli {
namespace {

constexpr const char* left_out = "(left out)";

std::string line_without_secrets(const std::string& line) {
    // The name of a file that holds a secret is none.
    static const std::regex setting(R"(^(\s*[\w.-]*(?:passw|passphrase|secret|token|community)[\w.-]*)\s*=(.*)$)", std::regex::icase);
    static const std::regex attribute(R"re((\b[\w-]*(?:passw|passphrase|secret|token)[\w-]*\s*=\s*)("[^"]*"|'[^']*'))re", std::regex::icase);
    static const std::regex login(R"((\w+://)[^\s/@"']*@)");
    static const std::regex posted_to(R"(^(\s*webhook\.url\s*=\s*\w+://[^/\s?]*).*$)");
    std::smatch found;
    if (std::regex_match(line, found, setting) && !found[1].str().ends_with("-file")) return found[1].str() + " = " + left_out;
    auto shown = std::regex_replace(line, attribute, std::string("$1\"") + left_out + "\"");
    shown = std::regex_replace(shown, login, std::string("$1") + left_out + "@");
    return std::regex_replace(shown, posted_to, std::string("$1/") + left_out);
}

}  // namespace

std::string without_secrets(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        shown += line_without_secrets(std::string(text.substr(0, end)));
        if (end < text.size()) shown += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return shown;
}

bool holds_a_key(std::string_view bytes) {
    return bytes.find("PRIVATE KEY-----") != bytes.npos || bytes.find("AGE-SECRET-KEY-1") != bytes.npos;
}

}  // namespace drs::cli
