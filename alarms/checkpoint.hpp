// SPDX-License-Identifier: Apache-2.0
// The memory as a file beside the spool, so that an active alarm is known although its records have left the spool.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "alarms/memory.hpp"

namespace drs::alarms {

/// docs/formats.md; decode throws runtime::Error(file) on any bytes that encode does not make.
std::vector<std::byte> encode(const Memory& memory);
Memory decode_memory(std::span<const std::byte> bytes);

class Checkpoint {
public:
    explicit Checkpoint(std::filesystem::path file) : file_(std::move(file)) {}

    /// Nothing when there is none; what a write that was killed has left goes away. A damaged one is none as well, and `damage()` says so: all that the spool still holds is read instead.
    std::optional<Memory> read();
    const std::optional<std::string>& damage() const { return damage_; }
    /// The old or the new one, whenever the process or the machine ends; durable when it returns. Throws runtime::Error(file).
    void write(const Memory& memory) const;

private:
    std::filesystem::path file_;
    std::optional<std::string> damage_;
};

}  // namespace drs::alarms
