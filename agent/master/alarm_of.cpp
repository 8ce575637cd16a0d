// SPDX-License-Identifier: Apache-2.0
#include "master/alarm_of.hpp"

namespace drs::master {

using alarms::AlarmId;

namespace {

bool backs_up(model::JobKind job) { return job == model::JobKind::backup; }

}  // namespace

AlarmId alarm_of_device(model::DeviceKind kind) {
    switch (kind) {
        case model::DeviceKind::tape: return AlarmId::tape_device_error;
        case model::DeviceKind::network: return AlarmId::sftp_failure;
        case model::DeviceKind::local: return AlarmId::local_device_error;
    }
    return AlarmId::internal_process_failure;
}

AlarmId alarm_of_access(model::JobKind job) { return backs_up(job) ? AlarmId::backup_device_error : AlarmId::restore_device_error; }
AlarmId alarm_of_component(model::JobKind job) {
    return backs_up(job) ? AlarmId::ma_backup_component_failure : AlarmId::ma_restore_component_failure;
}
AlarmId alarm_of_disconnect(model::JobKind job) {
    return backs_up(job) ? AlarmId::ma_backup_node_disconnect : AlarmId::ma_restore_node_disconnect;
}
AlarmId alarm_of_failed_job(model::JobKind job) { return backs_up(job) ? AlarmId::backup_failure : AlarmId::restore_failure; }
AlarmId alarm_of_completed_job(model::JobKind job) { return backs_up(job) ? AlarmId::backup_completed : AlarmId::restore_completed; }

}  // namespace drs::master
