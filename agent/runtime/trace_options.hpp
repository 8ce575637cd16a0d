// SPDX-License-Identifier: Apache-2.0
// A daemon's trace, as its settings want it.
#pragma once

#include "runtime/settings.hpp"
#include "trace/trace.hpp"

namespace drs::runtime {

/// `prefix`: drfMA or drfLA. The directory of the component logs is watched too.
trace::Trace::Options trace_options(const Settings& settings, const std::string& prefix);
/// The level that somebody wanted for each area alone; nothing: as `trace.level` says.
using AreaLevels = decltype(Settings::Trace::area_levels);
/// `trace.level`, over it each `trace.level.AREA`, and over that what was `set` at run time.
trace::Levels trace_levels(const Settings& settings, const AreaLevels& set = {});
/// What was set to be kept. Throws Error(bad_configuration) with file and line when the file is damaged.
AreaLevels kept_trace_levels(const Paths& paths);
/// What kept_trace_levels() gives from now on; durable when it returns. Throws Error(file).
void keep_trace_levels(const Paths& paths, const AreaLevels& kept);
/// The directories that traces and component logs are written to, as far as they can be made: a daemon runs without them too, and
/// LogDirAccessFailure says so.
void make_log_directories(const Paths& paths) noexcept;

}  // namespace drs::runtime
