// SPDX-License-Identifier: Apache-2.0
// Requests and answers on the control socket: one JSON object a line (docs/control-socket.md). All of Boost.JSON is here.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "control/service.hpp"

namespace drs::control {

struct StatusQuery {};   // answered with the whole snapshot: status, history, registration and devices are views of it
struct SetsQuery { DeviceChoice device; };
struct CancelRequest { model::JobKind kind = model::JobKind::backup; CancelMode mode = CancelMode::after_component; };
struct AddDeviceRequest { model::Device device; };
struct RemoveDeviceRequest { std::string name; };
struct AddScheduleRequest { model::Schedule schedule; };
struct ChangeScheduleRequest { std::string name; ScheduleChange change; };
struct RemoveSchedulesRequest { std::vector<std::string> names; };
struct EnableSchedulesRequest { std::vector<std::string> names; bool enabled = true; };
struct RemoveNodeRequest { std::string name; };
struct EstimateQuery { std::vector<std::string> features; };

using Request = std::variant<StatusQuery, SetsQuery, BackupRequest, RestoreRequest, CancelRequest, AddDeviceRequest,
                             RemoveDeviceRequest, AddScheduleRequest, ChangeScheduleRequest, RemoveSchedulesRequest,
                             EnableSchedulesRequest, EstimateQuery, AlarmQuery, AlarmLogQuery, AcknowledgeRequest, TestAlarmRequest, AlarmHelpQuery,
                             RemoveNodeRequest, SetTraceLevel>;

struct Done {};
struct Removed { std::vector<std::string> names; };
struct Switched { std::vector<std::string> names; };  // schedules enabled or disabled
using Answer = std::variant<Refusal, Done, std::shared_ptr<const Snapshot>, std::vector<model::SetSummary>, StartedJob,
                            DeviceRow, Removed, ScheduleRow, Switched, Estimate, std::vector<AlarmRow>, std::vector<AlarmLogRow>, AlarmRow,
                            TestedAlarm, std::vector<AlarmDescription>, std::vector<TraceLevelRow>>;

inline constexpr std::size_t longest_request = 1u << 20;    // bytes of one line
inline constexpr std::size_t longest_answer = 16u << 20;

/// Without the line's end. Passwords travel in clear inside the socket only; wipe the text after use.
std::string encode(const Request& request);
std::string encode(const Answer& answer);
/// Throw Refusal(usage) with the member that is missing or wrong; nothing else, whatever the bytes.
Request decode_request(std::string_view line);
Answer decode_answer(std::string_view line);

}  // namespace drs::control
