// SPDX-License-Identifier: Apache-2.0
#include "cli/foreground.hpp"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "control/refusal.hpp"
#include "runtime/error.hpp"

namespace drs::cli {
namespace {

/// Signals that come one by one instead of ending us, from here to the end of the command.
class HeldSignals {
public:
    HeldSignals() {
        ::signal(SIGCHLD, SIG_DFL);  // whoever started us may have ignored it, and then no end is told
        sigemptyset(&held_);
        for (const int number : {SIGCHLD, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2}) sigaddset(&held_, number);
        ::sigprocmask(SIG_BLOCK, &held_, &before_);
    }
    ~HeldSignals() { ::sigprocmask(SIG_SETMASK, &before_, nullptr); }
    HeldSignals(const HeldSignals&) = delete;
    HeldSignals& operator=(const HeldSignals&) = delete;

    siginfo_t next() const {
        siginfo_t info{};
        while (::sigwaitinfo(&held_, &info) < 0) {
        }
        return info;
    }
    const sigset_t& before() const { return before_; }

private:
    sigset_t held_, before_;
};

struct SpawnAttributes {
    posix_spawnattr_t value;
    explicit SpawnAttributes(const sigset_t& mask) {
        posix_spawnattr_init(&value);
        sigset_t usual;
        sigemptyset(&usual);
        sigaddset(&usual, SIGPIPE);  // we ignore it; the command must not
        posix_spawnattr_setsigdefault(&value, &usual);
        posix_spawnattr_setsigmask(&value, &mask);
        posix_spawnattr_setflags(&value, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    ~SpawnAttributes() { posix_spawnattr_destroy(&value); }
    SpawnAttributes(const SpawnAttributes&) = delete;
    SpawnAttributes& operator=(const SpawnAttributes&) = delete;
};

pid_t start(const std::vector<std::string>& argv, const sigset_t& mask) {
    const SpawnAttributes attributes(mask);
    std::vector<char*> words;
    for (const auto& word : argv) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    pid_t child = -1;
    const int error = ::posix_spawnp(&child, argv[0].c_str(), nullptr, &attributes.value, words.data(), environ);
    if (error != 0) throw control::Refusal(control::Kind::not_found, argv[0] + " was not started: " + runtime::reason_of(error));
    return child;
}

}  // namespace

int run_in_foreground(const std::vector<std::string>& argv) {
    const HeldSignals signals;
    const pid_t child = start(argv, signals.before());
    for (;;) {
        const auto signal = signals.next();
        if (signal.si_signo != SIGCHLD) {
            // What the terminal sends (Ctrl-C) reaches the command without us.
            if (signal.si_code != SI_KERNEL) ::kill(child, signal.si_signo);
            continue;
        }
        int status = 0;
        if (::waitpid(child, &status, WNOHANG) == child) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
}

}  // namespace drs::cli
