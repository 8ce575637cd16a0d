// SPDX-License-Identifier: Apache-2.0
// Passwords come from the terminal without echo, or from a descriptor: never from an argument or the environment.
#pragma once

#include <string_view>

#include "model/secret.hpp"

namespace drs::cli {

inline constexpr std::size_t longest_password = 1024;

/// Asks on /dev/tty. The terminal echoes again whatever ends the question, a signal included. Throws Refusal(usage)
/// for an empty password: the Master would take it for "use the public key".
model::Secret prompt_for_password(std::string_view prompt);
/// The first line of `descriptor`. Throws Refusal(usage).
model::Secret password_from(int descriptor);

}  // namespace drs::cli
