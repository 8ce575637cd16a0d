// SPDX-License-Identifier: Apache-2.0
#include "mib/oid.hpp"

#include <algorithm>

namespace drs::mib {

int compare(OidView left, OidView right) {
    const auto order = std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(), right.end());
    return order < 0 ? -1 : order > 0 ? 1 : 0;
}

bool begins_with(OidView oid, OidView prefix) {
    return oid.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), oid.begin());
}

Oid joined(OidView left, OidView right) {
    Oid oid;
    oid.reserve(left.size() + right.size());
    oid.insert(oid.end(), left.begin(), left.end());
    oid.insert(oid.end(), right.begin(), right.end());
    return oid;
}

Oid absolute(OidView below) { return joined(root, below); }

}  // namespace drs::mib
