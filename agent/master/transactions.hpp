// SPDX-License-Identifier: Apache-2.0
// Edits of a management station: judged together, done together.
#pragma once

#include "master/console_requests.hpp"
#include "master/job_requests.hpp"
#include "master/schedules.hpp"

namespace drs::master {

class Transactions {
public:
    Transactions(Schedules& schedules, JobRequests& requests, Operations& operations, ConsoleRequests& console)
        : schedules_(schedules), requests_(requests), operations_(operations), console_(console) {}

    /// As control::Service says.
    void check(const control::Edits& edits);
    control::Undo apply(const control::Edits& edits, const control::Caller& caller);
    void commence(const control::Edits& edits, const control::Caller& caller);

private:
    void check_operations(const control::Edits& edits) const;
    void check_cancel(const control::CancelJob& cancel) const;

    Schedules& schedules_;
    JobRequests& requests_;
    Operations& operations_;
    ConsoleRequests& console_;
};

}  // namespace drs::master
