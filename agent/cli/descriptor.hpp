// SPDX-License-Identifier: Apache-2.0
// A file descriptor that is closed with its owner.
#pragma once

#include <unistd.h>

#include <utility>

namespace drs::cli {

class Descriptor {
public:
    explicit Descriptor(int handle = -1) : handle_(handle) {}
    ~Descriptor() {
        if (handle_ >= 0) ::close(handle_);
    }
    Descriptor(Descriptor&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }

    explicit operator bool() const { return handle_ >= 0; }
    int handle() const { return handle_; }
    /// The caller closes it.
    int release() { return std::exchange(handle_, -1); }

private:
    int handle_;
};

}  // namespace drs::cli
