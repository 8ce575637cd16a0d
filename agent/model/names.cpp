// SPDX-License-Identifier: Apache-2.0
#include "model/names.hpp"

#include <algorithm>

namespace drs::model {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view digits = "0123456789";

bool among(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }
bool alphanumeric(char c) { return among(c, letters) || among(c, digits); }

/// The offending character as an operator can read it: `/`, or \x07 when it does not print.
std::string shown(char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f) return std::string("`") + c + "`";
    if (c == ' ') return "a blank";
    constexpr char hex[] = "0123456789abcdef";
    return std::string("byte \\x") + hex[byte >> 4] + hex[byte & 15];
}

template <class Allowed>
std::optional<std::string> wrong(std::string_view kind, std::string_view name, std::size_t longest,
                                 std::string_view allowed_words, Allowed allowed) {
    if (name.empty()) return std::string(kind) + " name is empty";
    if (name.size() > longest)
        return std::string(kind) + " name is longer than " + std::to_string(longest) + " characters";
    const auto bad = std::find_if_not(name.begin(), name.end(), allowed);
    if (bad == name.end()) return std::nullopt;
    return std::string(kind) + " name has " + shown(*bad) + " in it; allowed are " + std::string(allowed_words);
}

/// Of what an operator names: a device, a schedule.
std::optional<std::string> wrong_title(std::string_view kind, std::string_view name) {
    if (auto why = wrong(kind, name, 64, "letters, digits, blanks, `-` and `_`",
                         [](char c) { return alphanumeric(c) || c == ' ' || c == '-' || c == '_'; }))
        return why;
    if (name.front() == ' ' || name.back() == ' ') return std::string(kind) + " name begins or ends with a blank";
    return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

std::optional<std::string> wrong_registered_name(std::string_view kind, std::string_view name) {
    if (auto why = wrong(kind, name, 64, "capital letters, digits and `_`",
                         [](char c) { return (c >= 'A' && c <= 'Z') || among(c, digits) || c == '_'; }))
        return why;
    if (name.front() == '_') return std::string(kind) + " name begins with `_`";
    return std::nullopt;
}

}  // namespace

std::optional<std::string> wrong_device_name(std::string_view name) { return wrong_title("device", name); }

std::optional<std::string> wrong_schedule_name(std::string_view name) { return wrong_title("schedule", name); }

std::optional<std::string> wrong_feature_name(std::string_view name) { return wrong_registered_name("feature", name); }

std::optional<std::string> wrong_component_name(std::string_view name) {
    return wrong_registered_name("component", name);
}

std::optional<std::string> wrong_host_name(std::string_view name) {
    if (auto why = wrong("host", name, 63, "letters, digits, `-` and `.`",
                         [](char c) { return alphanumeric(c) || c == '-' || c == '.'; }))
        return why;
    if (!alphanumeric(name.front()) || !alphanumeric(name.back()))
        return "host name does not begin and end with a letter or digit";
    return std::nullopt;
}

std::vector<std::string> split_features(std::string_view list) {
    std::vector<std::string> features;
    for (std::size_t begin = 0; begin <= list.size();) {
        const auto comma = std::min(list.find(',', begin), list.size());
        features.emplace_back(trimmed(list.substr(begin, comma - begin)));
        begin = comma + 1;
    }
    return features;
}

std::string join(const std::vector<std::string>& names, std::string_view separator) {
    std::string text;
    for (const auto& name : names) {
        if (!text.empty()) text += separator;
        text += name;
    }
    return text;
}

}  // namespace drs::model
