// SPDX-License-Identifier: Apache-2.0
// Edits of a management station: judged together, done together.
#pragma once

#include "master/configuration_lock.hpp"
#include "master/console_requests.hpp"
#include "master/device_trials.hpp"
#include "master/job_requests.hpp"
#include "master/schedules.hpp"
#include "master/trace_levels.hpp"

namespace drs::master {

class Transactions {
public:
    Transactions(Schedules& schedules, DeviceTrials& devices, JobRequests& requests, Operations& operations, ConsoleRequests& console, ConfigurationLock& lock,
                 TraceLevels& trace_levels)
        : schedules_(schedules), devices_(devices), requests_(requests), operations_(operations), console_(console), lock_(lock), trace_levels_(trace_levels) {}

    /// As control::Service says.
    void check(const control::Edits& edits);
    control::Undo apply(const control::Edits& edits, const control::Caller& caller);
    void commence(const control::Edits& edits, const control::Caller& caller);

private:
    /// The schedules as they will be.
    storage::ScheduleFile judged(const control::Edits& edits);
    void check_lock(const control::Edits& edits) const;
    std::string busy_device() const;
    void check_operations(const control::Edits& edits) const;
    void check_cancel(const control::CancelJob& cancel) const;

    Schedules& schedules_;
    DeviceTrials& devices_;
    JobRequests& requests_;
    Operations& operations_;
    ConsoleRequests& console_;
    ConfigurationLock& lock_;
    TraceLevels& trace_levels_;
};

}  // namespace drs::master
