// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "mib/device_rows.hpp"
#include "mib/request_rows.hpp"
#include "mib/schedule_rows.hpp"

namespace drs::mib {

std::span<const RowTable* const> row_tables() {
    static const std::array<const RowTable*, 3> all{&device_rows(), &schedule_rows(), &request_rows()};
    return all;
}

}  // namespace drs::mib
