// SPDX-License-Identifier: Apache-2.0
// Ends a piece of work as a crash would, before any one of the steps by which it changes files.
#pragma once

#include <functional>

namespace drs::test {

/// Runs `work` in a child process that is killed just before its `step`-th system call (from 1) that changes what a file or directory
/// holds. Returns false when the work ended before that. Throws std::runtime_error when the work throws, or the kernel does not let us watch the child.
bool cut_short(unsigned step, const std::function<void()>& work);

}  // namespace drs::test
