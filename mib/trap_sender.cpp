// SPDX-License-Identifier: Apache-2.0
#include "mib/trap_sender.hpp"

#include "mib/notification_varbinds.hpp"

namespace drs::mib {

bool TrapSender::send(const alarms::Record& record) {
    const auto varbinds = notification_varbinds(record);
    send_v2trap(varbinds.get());
    return true;
}

}  // namespace drs::mib
