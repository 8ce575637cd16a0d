// SPDX-License-Identifier: Apache-2.0
// What an edit of a list of named things added, changed and removed.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "model/names.hpp"

namespace drs::master {

struct Difference {
    std::vector<std::string> added, changed, removed;

    /// `same(a, b)` tells whether two of one name are equal.
    template <class Named, class Same>
    Difference(const std::vector<Named>& before, const std::vector<Named>& after, Same same) {
        const auto in = [](const std::vector<Named>& list, const std::string& name) {
            return std::find_if(list.begin(), list.end(), [&](const Named& each) { return each.name == name; });
        };
        for (const auto& each : after) {
            const auto old = in(before, each.name);
            if (old == before.end()) added.push_back(each.name);
            else if (!same(*old, each)) changed.push_back(each.name);
        }
        for (const auto& each : before)
            if (in(after, each.name) == after.end()) removed.push_back(each.name);
    }

    std::string text() const {
        return "added [" + model::join(added, ", ") + "], changed [" + model::join(changed, ", ") + "], removed [" + model::join(removed, ", ") + "]";
    }
};

}  // namespace drs::master
