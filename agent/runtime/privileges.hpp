// SPDX-License-Identifier: Apache-2.0
// From root to the account a daemon runs as, for good.
#pragma once

#include <string>

namespace drs::runtime {

/// Takes on user, group and supplementary groups of `user`; empty, or who we are already: nothing happens. Throws Error(bad_configuration) when there is no such
/// account or we may not.
void drop_privileges(const std::string& user);

}  // namespace drs::runtime
