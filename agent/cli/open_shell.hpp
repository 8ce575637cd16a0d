// SPDX-License-Identifier: Apache-2.0
// Puts the appliance shell together: a terminal or a pipe on one side, the commands on the other.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/arguments.hpp"
#include "cli/console.hpp"

namespace drs::cli {

inline constexpr std::string_view shell_prompt = "admin:";

/// `drs` without a command. On a terminal returns 0, otherwise what run_shell says. Throws Refusal and ClosedOutput.
int open_shell(const Invocation& shell, Console& console);

/// For bash's completion: writes what can stand in the place of the last word, one a line, quoted as it is to be typed.
/// `words` are as bash has them, with their quotes; `root_from_environment` is DRS_ROOT, or null.
int complete_for_bash(std::span<const std::string> words, const char* root_from_environment, Console& console);

}  // namespace drs::cli
