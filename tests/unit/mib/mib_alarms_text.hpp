// SPDX-License-Identifier: Apache-2.0
// The part of DRS-MIB.txt that repeats the alarm catalogue: written from it, so that it cannot say anything else.
#pragma once

#include <string>
#include <string_view>

namespace drs::mib {

inline constexpr std::string_view begin_mark = "-- BEGIN ALARMS";
inline constexpr std::string_view end_mark = "-- END ALARMS";

/// The lines between the two marks: a NOTIFICATION-TYPE an alarm, and the group of them all.
std::string alarms_text();
/// What stands between the marks in `mib`; throws std::runtime_error when a mark is missing.
std::string alarms_part(const std::string& mib);
std::string with_alarms_part(const std::string& mib, const std::string& part);

}  // namespace drs::mib
