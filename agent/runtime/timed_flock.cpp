// SPDX-License-Identifier: Apache-2.0
#include "runtime/timed_flock.hpp"

#include <sys/file.h>
#include <sys/time.h>

#include <cerrno>
#include <csignal>

namespace drs::runtime {
namespace {

using Clock = std::chrono::steady_clock;

/// Interrupts a blocking call every now and then. Again and again, because a signal that comes just before the call interrupts nothing.
class Interruptions {
public:
    explicit Interruptions(std::chrono::microseconds every) {
        struct sigaction wake {};
        wake.sa_handler = [](int) {};  // without SA_RESTART: the call returns with EINTR
        sigemptyset(&wake.sa_mask);
        ::sigaction(SIGALRM, &wake, &before_);
        const timeval interval{every.count() / 1'000'000, every.count() % 1'000'000};
        const itimerval timer{interval, interval};
        ::setitimer(ITIMER_REAL, &timer, nullptr);
    }
    ~Interruptions() {
        const itimerval off{};
        ::setitimer(ITIMER_REAL, &off, nullptr);
        ::sigaction(SIGALRM, &before_, nullptr);
    }
    Interruptions(const Interruptions&) = delete;
    Interruptions& operator=(const Interruptions&) = delete;

private:
    struct sigaction before_ {};
};

bool lock_until(int fd, int operation, Clock::time_point end) {
    const Interruptions interruptions(std::chrono::milliseconds(20));
    for (;;) {
        if (::flock(fd, operation) == 0) return true;
        if (errno != EINTR) return false;
        if (Clock::now() < end) continue;
        errno = EWOULDBLOCK;
        return false;
    }
}

}  // namespace

bool flock_within(int fd, int operation, std::optional<std::chrono::milliseconds> limit) {
    if (limit) {
        const bool taken = lock_until(fd, operation, Clock::now() + *limit);
        return taken;
    }
    int answer = 0;
    while ((answer = ::flock(fd, operation)) != 0 && errno == EINTR) {
    }
    return answer == 0;
}

}  // namespace drs::runtime
