// SPDX-License-Identifier: Apache-2.0
// An alarm record as a message of CISCO-SYSLOG-MIB, for consoles that know only that.
#pragma once

#include <array>
#include <string>

#include "alarms/record.hpp"
#include "mib/oid.hpp"

namespace drs::mib {

/// clogMessageGenerated.
inline constexpr std::array<SubId, 12> clog_notification{1, 3, 6, 1, 4, 1, 9, 9, 41, 2, 0, 1};
/// clogHistory: the table's length, what left it, the table.
inline constexpr std::array<SubId, 11> clog_history{1, 3, 6, 1, 4, 1, 9, 9, 41, 1, 2};
inline constexpr std::array<SubId, 2> clog_entry{3, 1};  // below clog_history

namespace clog_column {
inline constexpr SubId facility = 2, severity = 3, name = 4, text = 5, timestamp = 6;
}

struct ClogMessage {
    std::string facility;   // 1 to 20 octets
    unsigned severity = 0;  // that of syslog, and 1
    std::string name;       // 1 to 30 octets: what is longer is cut, and stands whole in the text
    std::string text;       // 1 to 255 octets: what is longer is cut, with `*` at its end
};

/// As in syslog. What is neither raised nor an event says so at the beginning of the text.
ClogMessage clog_message(const alarms::Record& record);
/// The instance of a message's columns.
SubId clog_index(std::uint64_t sequence);

}  // namespace drs::mib
