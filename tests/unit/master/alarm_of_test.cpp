// SPDX-License-Identifier: Apache-2.0
#include "master/alarm_of.hpp"

#include <gmock/gmock.h>

#include <set>

#include "master/device_registry.hpp"
#include "master/device_rules.hpp"

namespace drs::master {
namespace {

using alarms::AlarmId;
using model::JobKind;

constexpr JobKind jobs[] = {JobKind::backup, JobKind::restore};

TEST(ATableOfAlarms, HasOneForEveryKindOfDevice) {
    std::set<AlarmId> found;
    for (const auto kind : {model::DeviceKind::tape, model::DeviceKind::network, model::DeviceKind::local}) found.insert(alarm_of_device(kind));
    EXPECT_EQ(found, (std::set{AlarmId::tape_device_error, AlarmId::sftp_failure, AlarmId::local_device_error}));
}

TEST(ATableOfAlarms, TellsABackupFromARestore) {
    for (const auto table : {alarm_of_access, alarm_of_component, alarm_of_disconnect, alarm_of_failed_job, alarm_of_completed_job})
        EXPECT_NE(table(JobKind::backup), table(JobKind::restore));
}

TEST(ATableOfAlarms, CallsNothingGoodAnError) {
    for (const auto job : jobs) {
        EXPECT_EQ(alarms::entry(alarm_of_completed_job(job)).severity, alarms::Severity::informational);
        for (const auto table : {alarm_of_access, alarm_of_component, alarm_of_disconnect, alarm_of_failed_job})
            EXPECT_EQ(alarms::entry(table(job)).severity, alarms::Severity::error) << alarms::entry(table(job)).name;
    }
}

TEST(ADeviceState, FollowsEveryFault) {
    using storage::DeviceFault;
    using model::DeviceState;
    const std::pair<DeviceFault, DeviceState> expected[] = {
        {DeviceFault::unreachable, DeviceState::unreachable}, {DeviceFault::timed_out, DeviceState::unreachable},
        {DeviceFault::refused, DeviceState::refused},         {DeviceFault::full, DeviceState::full},
        {DeviceFault::not_found, DeviceState::failed},        {DeviceFault::failed, DeviceState::failed},
        {DeviceFault::aborted, DeviceState::failed},          {DeviceFault::unsupported, DeviceState::failed}};
    for (const auto& [fault, state] : expected) EXPECT_EQ(state_of(fault), state);
}

}  // namespace
}  // namespace drs::master
