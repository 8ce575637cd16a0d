// SPDX-License-Identifier: Apache-2.0
// A machine of the cluster that runs a Local Agent.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/product.hpp"
#include "model/set_id.hpp"
#include "model/words.hpp"

namespace drs::model {

struct Node {
    std::uint32_t index = 0;
    std::string name;
    std::string address;
    NodeRole role = NodeRole::node;
    ProductIdentity product;             // as it said when it last connected; empty before that
    std::string agent_version;
    bool connected = false;
    std::optional<TimePoint> since;      // of the present connection or disconnection
    std::optional<TimePoint> last_seen;
    std::optional<TimePoint> certificate_expires;
    std::uint32_t components = 0;
};

}  // namespace drs::model
