// SPDX-License-Identifier: Apache-2.0
// The answers to GET and GETNEXT over a set of groups.
#pragma once

#include <optional>
#include <span>

#include "mib/group.hpp"

namespace drs::mib {

struct Cell {
    Oid at;  // below the root
    Value value;
};

/// The cell that is exactly `at`.
std::optional<Value> find(std::span<const Group> groups, const Source& source, OidView at);
/// The first cell behind `after`, in the order of a walk; reads O(log rows) indexes and one cell.
std::optional<Cell> next(std::span<const Group> groups, const Source& source, OidView after);

}  // namespace drs::mib
