// SPDX-License-Identifier: Apache-2.0
// How another thread gets a word to the thread of a device: there is something new to look at, or give up.
#pragma once

#include <atomic>
#include <mutex>

namespace drs::storage {

/// An open file descriptor.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor() { reset(); }
    int value() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }
    int release();
    void reset() noexcept;

private:
    int fd_ = -1;
};

/// A device's thread polls `fd()` beside its socket. All but `clear` and `guard` may be called from any thread.
class Interrupt {
public:
    Interrupt();
    /// For good. A send or receive that blocks on the guarded socket fails.
    void abort() noexcept;
    bool aborted() const noexcept { return aborted_.load(); }
    /// The next poll of `fd()` returns at once.
    void wake() noexcept;
    int fd() const { return event_.value(); }
    void clear() noexcept;
    /// Keeps a duplicate of `socket`, so that it can be shut down whoever has closed the original.
    void guard(int socket);
    /// Sleeps until somebody wakes or aborts.
    void wait() noexcept;

private:
    Descriptor event_;
    std::atomic<bool> aborted_ = false;
    std::mutex mutex_;
    Descriptor socket_;
};

}  // namespace drs::storage
