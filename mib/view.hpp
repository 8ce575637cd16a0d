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

/// What the module defines at an OID; both null when that is no object of it.
struct Object {
    const Group* group = nullptr;
    const Column* column = nullptr;
};

/// The object that `at`, an instance or what could be one, belongs to (RFC 3416 section 4.2.1).
Object object_at(std::span<const Group> groups, OidView at);
/// Whether the group has a row of this index now.
bool has_row(const Group& group, const Source& source, OidView index);
/// The cell that is exactly `at`.
std::optional<Value> find(std::span<const Group> groups, const Source& source, OidView at);
/// The first cell behind `after`, in the order of a walk; reads O(log rows) indexes and one cell.
std::optional<Cell> next(std::span<const Group> groups, const Source& source, OidView after);

}  // namespace drs::mib
