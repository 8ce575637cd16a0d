// SPDX-License-Identifier: Apache-2.0
#include "trace/trace_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace drs::trace {
namespace {

constexpr std::string_view plain_suffix = ".log", compressed_suffix = ".log.gz";
constexpr std::size_t digits = 8;

std::optional<std::uint64_t> number_of(std::string_view name, std::string_view prefix, std::string_view suffix) {
    if (!name.starts_with(prefix) || !name.ends_with(suffix) || name.size() < prefix.size() + digits + suffix.size()) return std::nullopt;
    name.remove_prefix(prefix.size());
    name.remove_suffix(suffix.size());
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
    return number;
}

}  // namespace

std::string plain_name(std::string_view prefix, std::uint64_t number) { return fmt::format("{}{:0{}}{}", prefix, number, digits, plain_suffix); }
std::string compressed_name(std::string_view prefix, std::uint64_t number) { return fmt::format("{}{:0{}}{}", prefix, number, digits, compressed_suffix); }

std::vector<TraceFile> trace_files(const std::filesystem::path& directory, std::string_view prefix) {
    std::map<std::uint64_t, TraceFile> found;
    std::error_code ended;
    for (std::filesystem::directory_iterator entry(directory, ended), end; !ended && entry != end; entry.increment(ended)) {
        const std::string name = entry->path().filename().native();
        const auto plain = number_of(name, prefix, plain_suffix);
        const auto number = plain ? plain : number_of(name, prefix, compressed_suffix);
        if (!number) continue;
        auto& file = found[*number];
        file.number = *number;
        (plain ? file.plain : file.compressed) = true;
        std::error_code gone;
        const auto written = entry->last_write_time(gone);
        if (!gone) file.written = std::max(file.written, written);
    }
    std::vector<TraceFile> files;
    for (const auto& [number, file] : found) files.push_back(file);
    return files;
}

}  // namespace drs::trace
