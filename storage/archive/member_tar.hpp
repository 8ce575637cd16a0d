// SPDX-License-Identifier: Apache-2.0
// A tar of members whose bytes are at hand, rather than of trees on the disk.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>

#include "storage/archive/byte_sink.hpp"

namespace drs::storage {

/// Regular files of mode 0600 and owner 0, in the order they are added. Throws ArchiveError and what `next` throws.
class MemberTar {
public:
    explicit MemberTar(ByteSink& next);
    ~MemberTar();
    /// `name` is relative, with `/` between its steps.
    void add(const std::string& name, std::chrono::system_clock::time_point modified, std::span<const std::byte> bytes);
    /// Ends the archive and finishes the sink.
    void finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace drs::storage
