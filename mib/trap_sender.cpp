// SPDX-License-Identifier: Apache-2.0
#include "mib/trap_sender.hpp"

#include "mib/clog_varbinds.hpp"
#include "mib/notification_varbinds.hpp"

namespace drs::mib {

bool TrapSender::send(const alarms::Record& record) {
    if (clog_) send_v2trap(clog_varbinds(record).get());
    send_once(record);
    return true;
}

void TrapSender::send_once(const alarms::Record& record) { send_v2trap(notification_varbinds(record).get()); }

}  // namespace drs::mib
