// SPDX-License-Identifier: Apache-2.0
#include "mib/event_fd.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/error.hpp"

namespace drs::mib {

EventFd::EventFd() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (fd_ < 0)
        throw runtime::Error(runtime::Fault::file,
                             "The SNMP thread cannot get an eventfd (" + runtime::reason_of(errno) + "): raise the limit of open files.");
}

EventFd::~EventFd() { ::close(fd_); }

// Neither can fail in a way that matters: a full counter is a wake-up already, an empty one has nothing to drain.
void EventFd::notify() noexcept { (void)!::eventfd_write(fd_, 1); }

void EventFd::drain() noexcept {
    eventfd_t count = 0;
    (void)!::eventfd_read(fd_, &count);
}

}  // namespace drs::mib
