// SPDX-License-Identifier: Apache-2.0
// RowStatus (RFC 2579), and the rows that stand together from the state and from what managers are still making.
#pragma once

#include <optional>
#include <vector>

#include "mib/group.hpp"

namespace drs::mib {

enum class RowStatus { active = 1, not_in_service = 2, not_ready = 3, create_and_go = 4, create_and_wait = 5, destroy = 6 };
enum class StorageType { other = 1, volatile_ = 2, non_volatile = 3, permanent = 4, read_only = 5 };

/// A place in a table whose rows come from two sides: `row` of the state, or else the pending one.
struct Place {
    SubId index = 0;
    std::optional<std::size_t> row;
    const PendingRow* pending = nullptr;
};

/// The `number`-th by index. `count` rows of the state with ascending indexes; a pending row whose index the state has taken meanwhile does not show.
template <class IndexOf>
Place place_at(std::size_t number, std::size_t count, IndexOf index_of, const PendingRows& pending) {
    auto next = pending.begin();
    for (std::size_t row = 0;; ++row) {
        for (; next != pending.end() && (row == count || next->first < index_of(row)); ++next)
            if (number-- == 0) return {next->first, std::nullopt, &next->second};
        if (row == count) return {};
        if (next != pending.end() && next->first == index_of(row)) ++next;
        if (number-- == 0) return {index_of(row), row, nullptr};
    }
}

template <class IndexOf>
std::size_t places(std::size_t count, IndexOf index_of, const PendingRows& pending) {
    std::size_t hidden = 0;
    for (std::size_t row = 0; row < count; ++row) hidden += pending.contains(index_of(row)) ? 1 : 0;
    return count + pending.size() - hidden;
}

/// What has been set of a pending row, else `otherwise`.
Value pending_value(const PendingRow& row, SubId column, Value otherwise);
Value status_of(const Place& place);

}  // namespace drs::mib
