// SPDX-License-Identifier: Apache-2.0
// Wakes a thread that waits in select.
#pragma once

namespace drs::mib {

class EventFd {
public:
    EventFd();
    ~EventFd();
    EventFd(const EventFd&) = delete;
    EventFd& operator=(const EventFd&) = delete;

    int fd() const { return fd_; }
    /// From any thread.
    void notify() noexcept;
    void drain() noexcept;

private:
    int fd_;
};

}  // namespace drs::mib
