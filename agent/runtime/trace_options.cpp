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

trace::Levels trace_levels(const Settings& settings) {
    auto levels = trace::all_at(trace::level_named(settings.trace.level));
    for (std::size_t area = 0; area < trace::area_count; ++area)
        if (const auto own = settings.trace.area_levels[area]) levels[area] = *own;
    return levels;
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
