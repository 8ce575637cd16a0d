// SPDX-License-Identifier: Apache-2.0
// The help, made from the command table.
#pragma once

#include <string>
#include <vector>

namespace drs::cli {

/// Everything, or the commands that begin with the words of `topic`. Throws Refusal(usage) when none does.
std::string help(const std::vector<std::string>& topic);

}  // namespace drs::cli
