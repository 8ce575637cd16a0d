// SPDX-License-Identifier: Apache-2.0
// drsAlarm and drsNotify: how far the alarms have got.
#include <array>

#include "mib/groups.hpp"

namespace drs::mib {
namespace {

constexpr std::array alarm_columns{
    Column{3, "drsAlarmLastSequence", [](const Source& s, std::size_t) { return unsigned32(s.delivery.last_sequence); }},
};

constexpr std::array notify_columns{
    Column{2, "drsNotifyAgentxState", [](const Source& s, std::size_t) { return enumerated(s.delivery.agentx); }},
    Column{3, "drsNotifySpoolDepth", [](const Source& s, std::size_t) { return unsigned32(s.delivery.waiting); }},
    Column{4, "drsNotifyDropped", [](const Source& s, std::size_t) { return counter32(s.delivery.dropped); }},
};

}  // namespace

Group alarm_group() { return {{objects_branch, 10}, alarm_columns, one_row, scalar_index}; }
Group notify_group() { return {{objects_branch, 11}, notify_columns, one_row, scalar_index}; }

}  // namespace drs::mib
