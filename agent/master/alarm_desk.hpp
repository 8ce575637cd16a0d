// SPDX-License-Identifier: Apache-2.0
// What the faces may ask and do about alarms.
#pragma once

#include "control/service.hpp"
#include "master/operation.hpp"

namespace drs::master {

/// Each call throws control::Refusal, and has then changed nothing.
class AlarmDesk {
public:
    explicit AlarmDesk(Means& means) : means_(means) {}

    std::vector<control::AlarmRow> active(const control::AlarmQuery& query) const;
    std::vector<control::AlarmLogRow> log(const control::AlarmLogQuery& query) const;
    control::AlarmRow acknowledge(const control::AcknowledgeRequest& request, const control::Caller& caller) const;
    control::TestedAlarm test(const std::string& alarm, const control::Caller& caller) const;
    /// Throws Refusal when the catalogue has none of this number.
    void check_test(std::uint32_t number) const;
    /// As above, by the number; 0: the test alarm.
    void test(std::uint32_t number, const control::Caller& caller) const;
    std::vector<control::AlarmDescription> describe(const std::string& alarm) const;

private:
    Means& means_;
};

/// As lists show it.
control::AlarmLogRow log_row(const alarms::Record& record);

/// The instant that `since` names, seen from `now`: yyyy/mm/dd-hh:mm of this machine's zone, or 90s, 15m, 2h, 7d ago. Throws control::Refusal(bad_value).
model::TimePoint instant_of(const std::string& since, model::TimePoint now);

}  // namespace drs::master
