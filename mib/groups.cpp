// SPDX-License-Identifier: Apache-2.0
#include "mib/groups.hpp"

#include <array>

namespace drs::mib {

std::span<const Group> groups() {
    static const std::array all{system_group(), node_group(), feature_group(), component_group(), device_group(), schedule_group(), job_group(),
                                job_component_group(), job_request_group(), job_cancel_group(), history_group(), set_group(), set_list_group(), alarm_active_group(), alarm_log_group(), alarm_group(), receiver_group(), notify_group(), trace_group(), trace_state_group()};
    return all;
}

}  // namespace drs::mib
