// SPDX-License-Identifier: Apache-2.0
// What runs on a node: a set is restored only where this is the same again.
#pragma once

#include <string>

namespace drs::model {

/// From etc/drs/product.xml of each node. Compared as text, byte by byte: 6.1(2).1000-1 is not 6.1(2).1000-2.
struct ProductIdentity {
    std::string name;        // Sample appliance
    std::string version;     // 15.0.1.12900-234
    std::string flavour;     // restricted, unrestricted or another word of the maker; empty: the product has none
    std::string deployment;  // likewise
    bool operator==(const ProductIdentity&) const = default;
};

}  // namespace drs::model
