// SPDX-License-Identifier: Apache-2.0
// drsScheduleTable as managers write it.
#pragma once

#include <bitset>
#include <optional>
#include <string>

#include "mib/row_table.hpp"

namespace drs::mib {

namespace schedule_column {
inline constexpr SubId name = 2, device = 3, features = 4, start = 5, frequency = 6, weekdays = 7, admin_state = 8, row_status = 14;
}

/// `YYYY/MM/DD-hh:mm` as the first eight octets of DateAndTime (RFC 2579), the wall clock of the schedule's zone; empty when it is none.
Value start_octets(const std::string& start);
std::string start_of(const Value& octets);
/// BITS: sunday(0) is the highest bit of the octet.
Value weekday_octets(const std::bitset<7>& days);
std::bitset<7> weekdays_of(const Value& octets);

const RowTable& schedule_rows();

}  // namespace drs::mib
