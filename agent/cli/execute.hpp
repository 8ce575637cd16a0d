// SPDX-License-Identifier: Apache-2.0
// From an invocation to an exit code.
#pragma once

#include "cli/arguments.hpp"
#include "cli/console.hpp"

namespace drs::cli {

/// Throws Refusal and ClosedOutput.
int execute(const Invocation& invocation, Console& console);

}  // namespace drs::cli
