// SPDX-License-Identifier: Apache-2.0
#include "master/machine_zone.hpp"

#include <cstdlib>
#include <fstream>
#include <string_view>
#include <system_error>

#include "master/zone.hpp"

namespace drs::master {
namespace {

namespace fs = std::filesystem;

/// `/usr/share/zoneinfo/Europe/Vienna` -> `Europe/Vienna`; empty for a path elsewhere.
std::string below_zoneinfo(std::string_view path) {
    constexpr std::string_view directory = "/zoneinfo/";
    const auto at = path.rfind(directory);
    return at == std::string_view::npos ? std::string() : std::string(path.substr(at + directory.size()));
}

/// `Europe/Vienna`, `:Europe/Vienna` or a path below zoneinfo; a rule such as `CET-1CEST` names no zone.
std::string named_by(std::string_view tz) {
    if (tz.starts_with(':')) tz.remove_prefix(1);
    return tz.starts_with('/') ? below_zoneinfo(tz) : std::string(tz);
}

std::string linked_from(const fs::path& localtime) {
    std::error_code failure;
    const auto target = fs::read_symlink(localtime, failure);
    if (!failure)
        if (auto name = below_zoneinfo(target.string()); is_known_zone(name)) return name;
    return fs::is_regular_file(localtime, failure) ? std::string(local_file_zone) : std::string();
}

std::string first_word_of(const fs::path& file) {
    std::string word;
    std::ifstream(file) >> word;
    return word;
}

}  // namespace

std::string machine_zone(const char* tz, const fs::path& etc) {
    if (tz)
        if (auto name = named_by(tz); is_known_zone(name)) return name;
    if (auto name = linked_from(etc / "localtime"); is_known_zone(name)) return name;
    if (auto name = first_word_of(etc / "timezone"); is_known_zone(name)) return name;
    return "UTC";
}

std::string machine_zone() { return machine_zone(std::getenv("TZ"), "/etc"); }

}  // namespace drs::master
