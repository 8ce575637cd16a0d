// SPDX-License-Identifier: Apache-2.0
// The grammar of the command line, taken from the command table.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/command_table.hpp"

namespace drs::cli {

enum class Wish { run, shell, help, version, check_config };

/// What the operator wants of drs.
struct Invocation {
    Wish wish = Wish::run;
    std::string root = "/";
    bool json = false;
    const Form* form = nullptr;         // to run
    Call call;
    std::vector<std::string> topic;     // words of the command that help is wanted for; empty: all of it
};

/// `root_from_environment` is DRS_ROOT, or null. Options may stand anywhere; behind `--` nothing is an option. Without any
/// word the shell is meant. Throws Refusal(usage).
Invocation parse(std::span<const std::string> arguments, const char* root_from_environment);

/// The words of a line that was given to `shell`: the same, but for one root that all its lines have.
Invocation parse_in(const Invocation& shell, std::span<const std::string> words);

}  // namespace drs::cli
