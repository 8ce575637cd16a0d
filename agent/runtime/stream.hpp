// SPDX-License-Identifier: Apache-2.0
// A two-way connection of bytes, as coroutines use it.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "runtime/awaitable.hpp"

namespace drs::runtime {

/// One reader and one writer at a time. Everything throws Error(network) with the peer's address in its sentence.
class Stream {
public:
    virtual ~Stream() = default;
    /// At least one byte; 0 at the end of the stream.
    virtual Awaitable<std::size_t> read_some(std::span<std::byte> into) = 0;
    /// All of them.
    virtual Awaitable<void> write(std::span<const std::byte> bytes) = 0;
    /// Makes a read or write under way fail; may be called twice.
    virtual void close() noexcept = 0;
    virtual std::string peer() const = 0;
};

}  // namespace drs::runtime
