// SPDX-License-Identifier: Apache-2.0
// A daemon's trace, as its settings want it.
#pragma once

#include "runtime/settings.hpp"
#include "trace/trace.hpp"

namespace drs::runtime {

/// `prefix`: drfMA or drfLA. The directory of the component logs is watched too.
trace::Trace::Options trace_options(const Settings& settings, const std::string& prefix);
/// `trace.level`, and over it each `trace.level.AREA`.
trace::Levels trace_levels(const Settings& settings);
/// The directories that traces and component logs are written to, as far as they can be made: a daemon runs without them too, and
/// LogDirAccessFailure says so.
void make_log_directories(const Paths& paths) noexcept;

}  // namespace drs::runtime
