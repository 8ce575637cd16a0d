// SPDX-License-Identifier: Apache-2.0
// From root to the account a daemon runs as, for good.
#pragma once

#include <string>

namespace drs::runtime {

/// Real, effective and saved ids become those of `user`, with its supplementary groups; no capability is kept and there is no way
/// back. Nothing happens when `user` is empty or is who we are already. Call it before any thread starts. Throws
/// Error(bad_configuration), which must end the program: half of it may have happened.
void drop_privileges(const std::string& user);

}  // namespace drs::runtime
