// SPDX-License-Identifier: Apache-2.0
// A command of the shell in a process of its own, so that Ctrl-C ends the command and not the shell.
#pragma once

#include <functional>

namespace drs::cli {

/// Runs `command` in a forked process and returns its exit code, or 128 and the number of the signal that ended it. The
/// terminal's signals go past the shell while it waits. Throws Refusal(internal) when no process can be made.
int in_own_process(const std::function<int()>& command);

}  // namespace drs::cli
