// SPDX-License-Identifier: Apache-2.0
// A stage of the data path: bytes go in at the front and out into the next stage. All stages run on one blocking thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace drs::storage {

/// `finish()` is called once after the last write; it flushes into the next stage and finishes that one too. After a
/// throw the stage and those behind it are only destroyed.
class ByteSink {
public:
    virtual ~ByteSink() = default;
    virtual void write(std::span<const std::byte> bytes) = 0;
    virtual void finish() = 0;
};

}  // namespace drs::storage
