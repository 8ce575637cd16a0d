// SPDX-License-Identifier: Apache-2.0
// Puts new files in the place of old ones, path after path, and back again when one fails.
#pragma once

#include <string>
#include <vector>

namespace drs::storage {

/// One path: `grown` takes its place when it exists, else the path only goes; what was there ends up in `grown` or `former`.
struct SwapPlan {
    std::string path;
    std::string grown;
    std::string former;
};

class Swap {
public:
    Swap() = default;
    /// Takes back what was not `keep()`t.
    ~Swap();
    Swap(const Swap&) = delete;
    Swap& operator=(const Swap&) = delete;

    /// Throws ArchiveError(target); the path is then as it was.
    void perform(const SwapPlan& plan);
    /// Newest first. Returns the paths that could not be put back.
    std::vector<std::string> take_back();
    void keep() { done_.clear(); }

private:
    struct Step {
        std::string from, to;
        bool exchanged;
        std::string path;
    };
    void move(const SwapPlan& plan, const std::string& from, const std::string& to, bool exchange);
    std::vector<Step> done_;
};

}  // namespace drs::storage
