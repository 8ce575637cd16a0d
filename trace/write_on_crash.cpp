// SPDX-License-Identifier: Apache-2.0
#include <poll.h>
#include <pthread.h>
#include <signal.h>

#include <array>
#include <vector>

#include "trace/state.hpp"

namespace drs::trace {
namespace {

constexpr std::array<int, 5> deadly{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr int longest_wait_milliseconds = 1000;

// A signal handler has no argument of ours.
std::atomic<Writer*> writer_in_crash{nullptr};
std::atomic<pthread_t> writer_thread{};

/// Only what is safe in a signal handler: atomics, sem_post, poll, raise. SA_RESETHAND has put the default action back.
void write_and_die(int signal) {
    if (auto* const writer = writer_in_crash.exchange(nullptr); writer != nullptr && ::pthread_equal(writer_thread.load(), ::pthread_self()) == 0) {
        writer->say_last(signal);
        writer->stop();
        pollfd end{writer->end().handle(), POLLIN, 0};
        ::poll(&end, 1, longest_wait_milliseconds);
    }
    ::raise(signal);
}

}  // namespace

struct WriteOnCrash::Before {
    std::array<struct sigaction, deadly.size()> actions{};
    std::vector<char> stack = std::vector<char>(64u << 10);  // for a handler in a thread that has used up its own
    stack_t stack_before{};
};

WriteOnCrash::WriteOnCrash(const Trace& trace) : before_(std::make_unique<Before>()) {
    if (!trace.state_) return;
    writer_thread.store(trace.state_->thread.native_handle());
    writer_in_crash.store(&trace.state_->writer);
    const stack_t stack{before_->stack.data(), 0, before_->stack.size()};
    ::sigaltstack(&stack, &before_->stack_before);
    struct sigaction action {};
    action.sa_handler = write_and_die;
    action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_ONSTACK;
    for (std::size_t i = 0; i < deadly.size(); ++i) ::sigaction(deadly[i], &action, &before_->actions[i]);
}

WriteOnCrash::~WriteOnCrash() {
    if (writer_in_crash.exchange(nullptr) == nullptr) return;
    for (std::size_t i = 0; i < deadly.size(); ++i) ::sigaction(deadly[i], &before_->actions[i], nullptr);
    ::sigaltstack(&before_->stack_before, nullptr);
}

}  // namespace drs::trace
