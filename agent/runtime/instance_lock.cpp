// SPDX-License-Identifier: Apache-2.0
#include "runtime/instance_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/error.hpp"

namespace drs::runtime {

InstanceLock::InstanceLock(const std::filesystem::path& file, const std::string& daemon)
    : fd_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
    if (fd_ < 0) throw Error(Fault::file, "cannot open " + file.string() + ": " + reason_of(errno));
    if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
        char holder[32] = {};
        const auto got = ::pread(fd_, holder, sizeof holder - 1, 0);
        ::close(fd_);
        throw Error(Fault::bad_configuration, daemon + " already runs here" + (got > 0 ? " as process " + std::string(holder) : std::string()) +
                                                  " (" + file.string() + "); end it first or use another --root");
    }
    const auto pid = std::to_string(::getpid());
    if (::ftruncate(fd_, 0) != 0 || ::pwrite(fd_, pid.data(), pid.size(), 0) < 0) {
        const int error = errno;
        ::close(fd_);
        throw Error(Fault::file, "cannot write " + file.string() + ": " + reason_of(error));
    }
}

InstanceLock::~InstanceLock() { ::close(fd_); }

}  // namespace drs::runtime
