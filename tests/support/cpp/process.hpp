// SPDX-License-Identifier: Apache-2.0
// A child process of a test, ended by its own pid together with all that it has started.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace drs::test {

class Process {
public:
    /// Standard output and error go to the end of `log`. Throws std::runtime_error when it cannot be started.
    Process(const std::vector<std::string>& command, const std::filesystem::path& log);
    ~Process() { kill_all(); }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    bool running();
    /// SIGKILL to it and its descendants.
    void kill_all();
    /// SIGSTOP and SIGCONT, likewise.
    void freeze() const;
    void thaw() const;
    /// Its exit code, or 128 + signal.
    int wait();

private:
    std::vector<pid_t> tree() const;
    pid_t pid_ = -1;
};

}  // namespace drs::test
