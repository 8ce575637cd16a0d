// SPDX-License-Identifier: Apache-2.0
#include "mib/row_status.hpp"

namespace drs::mib {

const Pending Source::nothing_pending;

Value pending_value(const PendingRow& row, SubId column, Value otherwise) {
    const auto set = row.values.find(column);
    return set == row.values.end() ? std::move(otherwise) : set->second;
}

Value status_of(const Place& place) {
    if (place.row) return enumerated(RowStatus::active);
    return enumerated(place.pending != nullptr && place.pending->complete ? RowStatus::not_in_service : RowStatus::not_ready);
}

}  // namespace drs::mib
