// SPDX-License-Identifier: Apache-2.0
// `drs platform-lock -- COMMAND`: runs an administration command of the appliance while no backup or restore does.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/console.hpp"

namespace drs::cli {

struct PlatformLockCall {
    std::string root = "/";
    bool wait = false;
    std::optional<std::chrono::seconds> patience;  // of a wait; nothing: for ever
    std::vector<std::string> command;              // empty: the help is wanted
};

/// Nothing when the arguments are those of another command. Throws Refusal(usage).
std::optional<PlatformLockCall> platform_lock_call(std::span<const std::string> arguments, const char* root_from_environment);

/// Returns the command's exit code, or 128 and the signal that ended it. Throws Refusal(busy) with who has the lock; the command has then not begun.
int run(const PlatformLockCall& call, Console& console);

}  // namespace drs::cli
