// SPDX-License-Identifier: Apache-2.0
// Tells that files of one directory were written, replaced or removed, whoever did it (inotify(7)).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "runtime/awaitable.hpp"

namespace drs::runtime {

class DirectoryWatch {
public:
    /// Only files of these names count. Throws Error(file) with the kernel's limit when it gives no watch.
    DirectoryWatch(const Executor& executor, const std::filesystem::path& directory, std::vector<std::string> names);
    ~DirectoryWatch();
    DirectoryWatch(const DirectoryWatch&) = delete;
    DirectoryWatch& operator=(const DirectoryWatch&) = delete;

    /// Returns when something has happened to one of them since the last call, and then nothing more for a moment: the several steps by which
    /// an editor saves are one change. Throws Error(file) when the directory itself has gone. One waiter at a time; a wait can be cancelled.
    Awaitable<void> changed();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::runtime
