// SPDX-License-Identifier: Apache-2.0
// Object identifiers, and the one place where the root of DRS-MIB stands.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace drs::mib {

using SubId = std::uint32_t;  // RFC 2578 section 3.5
using Oid = std::vector<SubId>;
using OidView = std::span<const SubId>;

/// drsMIB. A build for an assigned enterprise number replaces it here and in DRS-MIB.txt.
inline constexpr std::array<SubId, 10> root{1, 3, 6, 1, 4, 1, 8072, 9999, 9999, 4040};
inline constexpr SubId notifications_branch = 0;
inline constexpr SubId objects_branch = 1;

/// <0, 0, >0 in the order of a walk: a prefix comes before what it begins.
int compare(OidView left, OidView right);
bool begins_with(OidView oid, OidView prefix);
/// `below` the root.
Oid absolute(OidView below);
Oid joined(OidView left, OidView right);

}  // namespace drs::mib
