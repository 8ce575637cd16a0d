// SPDX-License-Identifier: Apache-2.0
// The paths a component is registered with, and which of them a member of its archive belongs to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/archive/error.hpp"

namespace drs::storage {

class RegisteredPaths {
public:
    /// Takes off doubled and trailing slashes. Throws ArchiveError(fault) for a path that is relative, `/`, holds `..`, or lies in another.
    RegisteredPaths(const std::vector<std::string>& paths, ArchiveFault fault);

    const std::vector<std::string>& all() const { return paths_; }

    struct Place {
        std::size_t path;     // its number in all()
        std::string below;    // empty for the path itself, else `/dir/file`
    };
    /// Compares whole parts: `/a/bc` is not under `/a/b`. Throws ArchiveError(unsafe) for `..` and for what is under no path.
    Place place_of(std::string_view member) const;

private:
    std::vector<std::string> paths_;
};

}  // namespace drs::storage
