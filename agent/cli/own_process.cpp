// SPDX-License-Identifier: Apache-2.0
#include "cli/own_process.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "control/refusal.hpp"
#include "runtime/error.hpp"

namespace drs::cli {
namespace {

constexpr std::array signals_of_the_terminal{SIGINT, SIGQUIT};

/// What the shell does with the terminal's signals while a command has them.
class DeafEars {
public:
    DeafEars() {
        struct sigaction ignore{};
        ignore.sa_handler = SIG_IGN;
        for (std::size_t i = 0; i < signals_of_the_terminal.size(); ++i) ::sigaction(signals_of_the_terminal[i], &ignore, &before_[i]);
    }
    ~DeafEars() { restore(); }
    DeafEars(const DeafEars&) = delete;
    DeafEars& operator=(const DeafEars&) = delete;

    void restore() const {
        for (std::size_t i = 0; i < signals_of_the_terminal.size(); ++i) ::sigaction(signals_of_the_terminal[i], &before_[i], nullptr);
    }

private:
    std::array<struct sigaction, signals_of_the_terminal.size()> before_{};
};

}  // namespace

int in_own_process(const std::function<int()>& command) {
    const DeafEars ears;
    const pid_t child = ::fork();
    if (child < 0)
        throw control::Refusal(control::Kind::internal, "no process can be made for the command: " + runtime::reason_of(errno) + "; close some programs");
    if (child == 0) {
        ears.restore();
        ::_exit(command());
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace drs::cli
