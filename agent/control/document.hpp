// SPDX-License-Identifier: Apache-2.0
// Listings as JSON for programs: the same members as on the control socket, one document, one line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "control/codec.hpp"
#include "control/log_listing.hpp"

namespace drs::control {

/// Bytes that are no UTF-8 come out as U+FFFD. No document holds a password.
std::string document(const std::optional<model::Job>& job);  // null when there is none
std::string document(const std::vector<HistoryRow>& history);
std::string document(const std::vector<ComponentRow>& components);
std::string document(const std::vector<DeviceRow>& devices);
std::string document(const std::vector<model::SetSummary>& sets);
std::string document(const std::vector<LogEntry>& logs);
std::string document(const LogLine& line);
std::string document(const BundleSummary& bundle);
std::string document(const std::vector<ScheduleRow>& schedules);
std::string document(const DeviceRow& device);
std::string document(const ScheduleRow& schedule);
std::string document(const Estimate& estimate);
std::string document(const Switched& switched);
std::string document(const StartedJob& job);
std::string document(const Removed& removed);
std::string document(const std::vector<AlarmRow>& alarms);
std::string document(const std::vector<AlarmLogRow>& log);
std::string document(const AlarmRow& alarm);
std::string document(const TestedAlarm& tested);
std::string document(const std::vector<AlarmDescription>& descriptions);
std::string document(const std::vector<TraceLevelRow>& levels);

}  // namespace drs::control
