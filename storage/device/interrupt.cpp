// SPDX-License-Identifier: Apache-2.0
#include "storage/device/interrupt.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "runtime/error.hpp"
#include "storage/device/error.hpp"

namespace drs::storage {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        reset();
        fd_ = other.release();
    }
    return *this;
}

int Descriptor::release() { return std::exchange(fd_, -1); }

void Descriptor::reset() noexcept {
    if (fd_ >= 0) ::close(release());
}

Interrupt::Interrupt() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!event_) throw DeviceError(DeviceFault::failed, "no descriptor for a backup device: " + runtime::reason_of(errno));
}

void Interrupt::abort() noexcept {
    aborted_ = true;
    wake();
    const std::lock_guard lock(mutex_);
    if (socket_) ::shutdown(socket_.value(), SHUT_RDWR);
}

void Interrupt::wake() noexcept {
    // Fails only when the counter is full, and then the reader is woken anyway.
    ::eventfd_write(event_.value(), 1);
}

void Interrupt::clear() noexcept {
    eventfd_t count;
    ::eventfd_read(event_.value(), &count);
}

void Interrupt::guard(int socket) {
    const std::lock_guard lock(mutex_);
    socket_ = Descriptor(::fcntl(socket, F_DUPFD_CLOEXEC, 0));
    if (aborted_ && socket_) ::shutdown(socket_.value(), SHUT_RDWR);
}

void Interrupt::wait() noexcept {
    pollfd waiting{event_.value(), POLLIN, 0};
    ::poll(&waiting, 1, -1);
    clear();
}

}  // namespace drs::storage
