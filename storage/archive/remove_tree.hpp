// SPDX-License-Identifier: Apache-2.0
// Removes a directory tree, also one whose directories forbid it to their owner.
#pragma once

#include <string>

namespace drs::storage {

/// Never follows a symbolic link. True when nothing of it is left, also when there was nothing.
bool remove_tree(const std::string& path);

}  // namespace drs::storage
