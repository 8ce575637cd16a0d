// SPDX-License-Identifier: Apache-2.0
// How the agents call themselves in their alarms.
#pragma once

#include <string_view>

namespace drs::alarms {

/// Record::app_id of what a Local Agent says.
inline constexpr std::string_view local_agent_id = "Cisco DRF Local";

}  // namespace drs::alarms
