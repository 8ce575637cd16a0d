// SPDX-License-Identifier: Apache-2.0
// Memory for JSON values that may hold a password: wiped when it is given back.
#pragma once

#include <string.h>

#include <boost/json/memory_resource.hpp>

#include <new>

namespace drs::control {

class WipingMemory final : public boost::json::memory_resource {
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        return ::operator new(bytes, std::align_val_t(alignment));
    }
    void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
        explicit_bzero(memory, bytes);
        ::operator delete(memory, std::align_val_t(alignment));
    }
    bool do_is_equal(const boost::json::memory_resource& other) const noexcept override { return this == &other; }
};

}  // namespace drs::control
