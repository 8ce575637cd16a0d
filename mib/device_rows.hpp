// SPDX-License-Identifier: Apache-2.0
// drsDeviceTable as managers write it.
#pragma once

#include "mib/row_table.hpp"

namespace drs::mib {

namespace device_column {
inline constexpr SubId name = 2, kind = 3, server = 4, port = 5, path = 6, user = 7, password = 8, keep_sets = 10, row_status = 16;
}

/// A device that is saved, or one that is tried or has failed its trial: `saved` tells which. Null: there is no such row of the state.
struct DeviceOfState {
    const control::DeviceRow* row = nullptr;
    bool saved = false;
};
DeviceOfState device_at(const Source& source, SubId index);

const RowTable& device_rows();

}  // namespace drs::mib
