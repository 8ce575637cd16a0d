// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cpp/cut_short.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <exception>
#include <stdexcept>

namespace drs::test {
namespace {

constexpr std::array names_and_contents = {
    SYS_write, SYS_pwrite64, SYS_ftruncate, SYS_renameat, SYS_renameat2, SYS_unlinkat, SYS_mkdirat, SYS_linkat,
#ifdef SYS_rename  // the older calls, which not every processor has
    SYS_rename, SYS_unlink, SYS_mkdir, SYS_rmdir, SYS_link,
#endif
};

bool changes_files(long call, unsigned long long third_argument) {
    if (call == SYS_openat) return (third_argument & (O_CREAT | O_TRUNC)) != 0;
    return std::find(names_and_contents.begin(), names_and_contents.end(), call) != names_and_contents.end();
}

/// A child that stands still at each system call until it is told to go on.
class Watched {
public:
    explicit Watched(const std::function<void()>& work) : pid_(::fork()) {
        if (pid_ == 0) run(work);
        if (pid_ < 0 || !stops() || ::ptrace(PTRACE_SETOPTIONS, pid_, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) != 0)
            throw std::runtime_error("the kernel does not let this test watch its child's system calls");
    }
    ~Watched() {
        if (ended_) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, &status_, 0);
    }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

    /// Lets it run up to its next system call that changes files; false when it has ended instead.
    bool reaches_next_step() {
        for (int signal = 0;; signal = arrived_signal()) {
            ::ptrace(PTRACE_SYSCALL, pid_, 0, signal);
            if (!stops()) return false;
            if (enters_a_step()) return true;
        }
    }
    bool succeeded() const { return WIFEXITED(status_) && WEXITSTATUS(status_) == 0; }

private:
    [[noreturn]] static void run(const std::function<void()>& work) {
        ::ptrace(PTRACE_TRACEME, 0, 0, 0);
        ::raise(SIGSTOP);
        try {
            work();
        } catch (const std::exception&) {
            ::_exit(1);
        }
        ::_exit(0);
    }
    bool stops() {
        ended_ = ::waitpid(pid_, &status_, 0) != pid_ || !WIFSTOPPED(status_);
        return !ended_;
    }
    bool at_system_call() const { return WSTOPSIG(status_) == (SIGTRAP | 0x80); }
    int arrived_signal() const { return at_system_call() ? 0 : WSTOPSIG(status_); }
    bool enters_a_step() const {
        __ptrace_syscall_info info{};
        if (!at_system_call() || ::ptrace(PTRACE_GET_SYSCALL_INFO, pid_, sizeof info, &info) <= 0) return false;
        return info.op == PTRACE_SYSCALL_INFO_ENTRY && changes_files(static_cast<long>(info.entry.nr), info.entry.args[2]);
    }

    pid_t pid_;
    int status_ = 0;
    bool ended_ = false;
};

}  // namespace

bool cut_short(unsigned step, const std::function<void()>& work) {
    Watched child(work);
    for (; step > 0; --step) {
        if (child.reaches_next_step()) continue;
        if (!child.succeeded()) throw std::runtime_error("the work failed by itself");
        return false;
    }
    return true;
}

}  // namespace drs::test
