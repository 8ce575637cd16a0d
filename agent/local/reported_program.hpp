// SPDX-License-Identifier: Apache-2.0
// A component's program whose end goes into the component's report.
#pragma once

#include "local/component_log.hpp"
#include "runtime/running_program.hpp"

namespace drs::local {

/// As RunningProgram::run; its exit code and complaints go to `report`, however `use` ends.
void run_reported(runtime::RunningProgram& running, runtime::ChildProgram& program, ComponentRunReport& report, const std::function<void()>& use);

}  // namespace drs::local
