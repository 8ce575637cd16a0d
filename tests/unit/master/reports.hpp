// SPDX-License-Identifier: Apache-2.0
// What a settings file of the Master tells, kept for the test to read.
#pragma once

#include "appliance.hpp"

namespace drs::test {

class Reports {
public:
    explicit Reports(const MasterHome& home)
        : trace_({.directory = home.settings.paths.trace(), .prefix = "drfMA"}), spool_(home.settings.paths.spool("reports")),
          alarms_(spool_, {"Cisco DRF Master", "cluster1", "node1", 1}, clock, trace_) {}

    master::SettingsReports all() { return {"node1", clock, alarms_, trace_}; }
    /// The reasons of InternalProcessFailure so far.
    std::vector<std::string> complaints() const {
        std::vector<std::string> reasons;
        for (const auto& record : spool_.after(0, 1000))
            if (record.id == alarms::AlarmId::internal_process_failure) reasons.push_back(record.detail.reason);
        return reasons;
    }
    std::string traced(const MasterHome& home) const {
        trace_.flush(std::chrono::seconds(20));
        return text_in(home.settings.paths.trace() / "drfMA00000001.log");
    }

    SetClock clock;

private:
    trace::Trace trace_;
    alarms::Spool spool_;
    alarms::Alarms alarms_;
};

}  // namespace drs::test
