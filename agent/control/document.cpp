// SPDX-License-Identifier: Apache-2.0
#include "control/document.hpp"

#include "control/json_writer.hpp"

namespace drs::control {
namespace {

template <class T>
std::string text_of(const T& value) { return json::serialize(JsonWriter({}, BadText::replace).write(value)); }

}  // namespace

std::string document(const std::optional<model::Job>& job) { return text_of(job); }
std::string document(const std::vector<HistoryRow>& history) { return text_of(history); }
std::string document(const std::vector<ComponentRow>& components) { return text_of(components); }
std::string document(const std::vector<DeviceRow>& devices) { return text_of(devices); }
std::string document(const std::vector<model::SetSummary>& sets) { return text_of(sets); }
std::string document(const std::vector<LogEntry>& logs) { return text_of(logs); }
std::string document(const LogLine& line) { return text_of(line); }
std::string document(const BundleSummary& bundle) { return text_of(bundle); }
std::string document(const std::vector<ScheduleRow>& schedules) { return text_of(schedules); }
std::string document(const DeviceRow& device) { return text_of(device); }
std::string document(const ScheduleRow& schedule) { return text_of(schedule); }
std::string document(const Estimate& estimate) { return text_of(estimate); }
std::string document(const Switched& switched) { return text_of(switched); }
std::string document(const StartedJob& job) { return text_of(job); }
std::string document(const Removed& removed) { return text_of(removed); }
std::string document(const std::vector<AlarmRow>& alarms) { return text_of(alarms); }
std::string document(const std::vector<AlarmLogRow>& log) { return text_of(log); }
std::string document(const AlarmRow& alarm) { return text_of(alarm); }
std::string document(const TestedAlarm& tested) { return text_of(tested); }
std::string document(const std::vector<AlarmDescription>& descriptions) { return text_of(descriptions); }
std::string document(const std::vector<TraceLevelRow>& levels) { return text_of(levels); }

}  // namespace drs::control
