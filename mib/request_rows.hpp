// SPDX-License-Identifier: Apache-2.0
// drsJobRequestTable as managers write it.
#pragma once

#include "mib/row_table.hpp"

namespace drs::mib {

namespace cancel_column {
inline constexpr SubId mode = 14, job = 15;  // of drsJob
}

const RowTable& request_rows();

}  // namespace drs::mib
