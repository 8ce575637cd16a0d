// SPDX-License-Identifier: Apache-2.0
// A command in our place: it has our standard input, output, error and terminal, gets our signals, and its end is ours.
#pragma once

#include <string>
#include <vector>

namespace drs::cli {

/// Looks for argv[0] in PATH. Returns its exit code, or 128 and the signal that ended it. Throws Refusal(not_found) when it cannot be started.
int run_in_foreground(const std::vector<std::string>& argv);

}  // namespace drs::cli
