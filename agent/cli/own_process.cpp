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

/// While a command has the terminal's signals, the shell has not.
class DeafEars {
public:
    DeafEars() {
        for (std::size_t i = 0; i < signals_of_the_terminal.size(); ++i) before_[i] = ::signal(signals_of_the_terminal[i], SIG_IGN);
    }
    ~DeafEars() {
        for (std::size_t i = 0; i < signals_of_the_terminal.size(); ++i) ::signal(signals_of_the_terminal[i], before_[i]);
    }
    DeafEars(const DeafEars&) = delete;
    DeafEars& operator=(const DeafEars&) = delete;

private:
    std::array<sighandler_t, signals_of_the_terminal.size()> before_{};
};

}  // namespace

int in_own_process(const std::function<int()>& command) {
    const DeafEars ears;
    const pid_t child = ::fork();
    if (child < 0)
        throw control::Refusal(control::Kind::internal, "no process can be made for the command: " + runtime::reason_of(errno) + "; close some programs");
    if (child == 0) {
        for (const int each : signals_of_the_terminal) ::signal(each, SIG_DFL);
        ::_exit(command());
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace drs::cli
