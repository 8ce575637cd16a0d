// SPDX-License-Identifier: Apache-2.0
#include "model/secret.hpp"

#include <string.h>

namespace drs::model {

// A moved-from std::string keeps short strings in place, so the source is wiped by hand.
Secret::Secret(std::string clear) : clear_(std::move(clear)) {
    clear.resize(clear.capacity());
    explicit_bzero(clear.data(), clear.size());
}

Secret::Secret(Secret&& other) noexcept : clear_(other.clear_) { other.wipe(); }

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        clear_ = other.clear_;
        other.wipe();
    }
    return *this;
}

void Secret::wipe() noexcept {
    explicit_bzero(clear_.data(), clear_.size());
    clear_.clear();
}

}  // namespace drs::model
