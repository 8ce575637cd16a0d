// SPDX-License-Identifier: Apache-2.0
// Objects that a manager sets to ask for something: they belong to no row that managers make.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "control/edits.hpp"
#include "mib/group.hpp"
#include "mib/role.hpp"

namespace drs::mib {

// Columns that ask for something.
inline constexpr SubId set_list_refresh = 6;                     // of drsSetListTable
inline constexpr SubId alarm_resync = 6, alarm_test_alarm = 7;  // of drsAlarm

/// `columns` of one group mean something only together: whoever sets one sets all of them, of one row, in one request. For scalars the row is 0.
struct SetRequest {
    Oid at;  // the group's
    std::vector<SubId> columns;
    std::string_view incomplete;  // why some of them alone are refused
    /// `values` in the order of `columns`. Throws control::Refusal.
    control::Edit (*edit)(SubId index, std::span<const Value> values);
    Role role = Role::administrator;
    /// The column that a refusal's field means; 0: the last one.
    SubId (*column_of)(std::string_view field) = nullptr;
};

std::span<const SetRequest> set_requests();
/// Null: the column is part of a table's rows.
const SetRequest* set_request_at(OidView group, SubId column);

}  // namespace drs::mib
