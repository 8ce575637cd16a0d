// SPDX-License-Identifier: Apache-2.0
// The man page drs(1), made from the command table.
#pragma once

#include <string>

namespace drs::cli {

/// In the macros of man(7).
std::string manual();

}  // namespace drs::cli
