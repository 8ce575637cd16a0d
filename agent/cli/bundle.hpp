// SPDX-License-Identifier: Apache-2.0
// A support bundle while it is filled: one tar.zst, bounded, with a manifest of what is in it and what is not.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "control/log_listing.hpp"

namespace drs::cli {

/// Readable to its owner alone (0600); under its own name only once it is whole. What does not fit any more, or holds a private key, is named
/// in the manifest instead. Throws Refusal when the file cannot be made or written, and leaves none then.
class Bundle {
public:
    /// A file of that name must not be there yet.
    explicit Bundle(std::filesystem::path file);
    ~Bundle();

    using Time = std::chrono::system_clock::time_point;
    void add(const std::string& name, Time modified, std::string_view bytes);
    /// For the manifest: this is not in it, and why.
    void miss(const std::string& name, const std::string& why);
    /// So many bytes fit yet, before compression.
    std::uint64_t room() const;
    /// Writes the manifest and gives the file its name.
    control::BundleSummary finish(Time now);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Of one member, and of all together, before compression.
inline constexpr std::uint64_t largest_member = 16u << 20, largest_bundle = 256u << 20;

}  // namespace drs::cli
