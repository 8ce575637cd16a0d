// SPDX-License-Identifier: Apache-2.0
// One thread's nap that any thread, and a signal handler too, can end; and an end that a signal handler can wait for.
#pragma once

#include <semaphore.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <ctime>

namespace drs::trace {

class WakeUp {
public:
    WakeUp() { ::sem_init(&semaphore_, 0, 0); }
    ~WakeUp() { ::sem_destroy(&semaphore_); }
    WakeUp(const WakeUp&) = delete;
    WakeUp& operator=(const WakeUp&) = delete;

    /// Never blocks; safe in a signal handler.
    void ring() noexcept { ::sem_post(&semaphore_); }

    /// Until somebody rings, or rang since the last nap, at most `longest`.
    void nap(std::chrono::nanoseconds longest) {
        timespec until{};
        ::clock_gettime(CLOCK_MONOTONIC, &until);
        const auto end = std::chrono::seconds(until.tv_sec) + std::chrono::nanoseconds(until.tv_nsec) + longest;
        until.tv_sec = std::chrono::duration_cast<std::chrono::seconds>(end).count();
        until.tv_nsec = (end % std::chrono::seconds(1)).count();
        while (::sem_clockwait(&semaphore_, CLOCK_MONOTONIC, &until) != 0 && errno == EINTR) {}
        while (::sem_trywait(&semaphore_) == 0) {}  // several rings are one
    }

private:
    sem_t semaphore_;
};

/// Its handle becomes readable when it comes, and stays so.
class End {
public:
    End() : handle_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
    ~End() {
        if (handle_ >= 0) ::close(handle_);
    }
    End(const End&) = delete;
    End& operator=(const End&) = delete;

    /// -1, which no poll(2) finds readable, when the process has no descriptor left.
    int handle() const noexcept { return handle_; }
    void come() { ::eventfd_write(handle_, 1); }

private:
    int handle_;
};

}  // namespace drs::trace
