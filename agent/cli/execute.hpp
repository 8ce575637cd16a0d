// SPDX-License-Identifier: Apache-2.0
// From an invocation to an exit code.
#pragma once

#include <chrono>
#include <functional>

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/session.hpp"

namespace drs::cli {

/// Throws Refusal and ClosedOutput.
int execute(const Invocation& invocation, Console& console);

/// What `command` returns; when it throws, says why in one sentence and returns the exit code that belongs to it.
int outcome_of(const std::function<int()>& command, Console& console);

/// With the Master of the invocation's root, which has `limit` for each answer.
Session session_of(const Invocation& invocation, Console& console, std::chrono::seconds limit);

}  // namespace drs::cli
