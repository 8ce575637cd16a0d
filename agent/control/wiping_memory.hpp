// SPDX-License-Identifier: Apache-2.0
// Memory for JSON values that may hold a password: wiped when it is given back.
#pragma once

#include <string.h>

#include <boost/json/memory_resource.hpp>

#include <new>

namespace drs::control {

class WipingMemory final : public boost::json::memory_resource {
    // The parser gives keys back with another alignment than it asked for, so none but the default one is used:
    // nothing in a JSON value needs more.
    void* do_allocate(std::size_t bytes, std::size_t) override { return ::operator new(bytes); }
    void do_deallocate(void* memory, std::size_t bytes, std::size_t) override {
        explicit_bzero(memory, bytes);
        ::operator delete(memory);
    }
    bool do_is_equal(const boost::json::memory_resource& other) const noexcept override { return this == &other; }
};

}  // namespace drs::control
