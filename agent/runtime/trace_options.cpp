// SPDX-License-Identifier: Apache-2.0
#include "runtime/trace_options.hpp"

#include "runtime/atomic_file.hpp"
#include "runtime/error.hpp"

namespace drs::runtime {

trace::Trace::Options trace_options(const Settings& settings, const std::string& prefix) {
    const auto& wanted = settings.trace;
    return {.directory = settings.paths.trace(), .prefix = prefix, .level = trace::level_named(wanted.level), .file_bytes = wanted.file_bytes,
            .files = wanted.files, .file_age = wanted.file_age, .keep_age = wanted.keep_age, .compress = wanted.compress,
            .also_watched = {settings.paths.component_log()}};
}

trace::Levels trace_levels(const Settings& settings, const AreaLevels& set) {
    auto levels = trace::all_at(trace::level_named(settings.trace.level));
    for (const auto* over : {&settings.trace.area_levels, &set})
        for (std::size_t area = 0; area < trace::area_count; ++area)
            if (const auto own = (*over)[area]) levels[area] = *own;
    return levels;
}

AreaLevels kept_trace_levels(const Paths& paths) {
    Settings kept;
    if (const auto text = read_file(paths.trace_levels())) apply_settings_text(kept, *text, paths.trace_levels().string());
    return kept.trace.area_levels;
}

void keep_trace_levels(const Paths& paths, const AreaLevels& kept) {
    std::string text = "# Set by `trace level --keep`; goes over drs.conf.\n";
    for (std::size_t area = 0; area < trace::area_count; ++area)
        if (kept[area]) text.append("trace.level.").append(word(static_cast<trace::Area>(area))).append(" = ").append(word(*kept[area])).append("\n");
    replace_file(paths.trace_levels(), text);
}

void make_log_directories(const Paths& paths) noexcept {
    for (const auto& directory : {paths.trace(), paths.component_log()}) {
        try {
            make_directory(directory);
        } catch (const std::exception&) {
            // The trace's writer finds the same, and tells it for as long as it lasts.
        }
    }
}

}  // namespace drs::runtime
