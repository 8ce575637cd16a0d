// SPDX-License-Identifier: Apache-2.0
// The groups of DRS-MIB one by one; group.hpp's groups() puts them in order.
#pragma once

#include "mib/group.hpp"

namespace drs::mib {

Group system_group();
Group node_group();
Group feature_group();
Group component_group();
Group device_group();
Group schedule_group();
Group job_group();
Group job_component_group();
Group job_request_group();
Group job_cancel_group();
Group history_group();
Group set_group();
Group set_list_group();
Group alarm_active_group();
Group alarm_log_group();
Group alarm_group();
Group receiver_group();
Group notify_group();
Group trace_group();
Group trace_state_group();

inline constexpr SubId configuration_lock_column = 19;  // of drsSystem

/// For scalars: one row, and its index.
inline std::size_t one_row(const Source&) { return 1; }
inline Oid scalar_index(const Source&, std::size_t) { return {0}; }

}  // namespace drs::mib
